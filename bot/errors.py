"""The one kind of error that users are meant to see."""


class UserError(Exception):
    """Something that a user can mend; its message is one clear sentence that says what to do.

    Everything below the cogs raises it for bad input, and the cogs' error handler shows the sentence only to the
    person who gave the input.
    """
