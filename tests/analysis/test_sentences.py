"""Where sentences end."""

from __future__ import annotations

import pytest

from bot.analysis import analyse
from bot.analysis.sentences import split_sentences
from bot.model import Span


def split(text: str) -> list[str]:
    """The sentences of a text as words."""
    return [sentence.of(text) for sentence in split_sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    "sentences",
    [
        ["The mayor left.", "The council stayed."],
        ["Is it true?", "It is!", "We saw it."],
        ["Mr. Harlan met Gov. Ruiz and Sen. Oday in St. Albans.", "Mrs. Pell did not."],
        ["Dr. Lund of the Univ. of Bergen spoke.", "Prof. Aas listened."],
        ["J. K. Marlow wrote it.", "George W. Trent read it."],
        ["The U.S. Navy sent a ship.", "It came from the U.S.", "They cheered."],
        ["He lives in the U.S.", "The rest do not."],
        ["She works for Orlo Inc. in Fresno, Calif.", "They moved there."],
        ["It was the Rt. Hon. Lee, a.k.a. Bobby, vs. Dr. No.", "She won."],
        ["Sen. Bo Dall (R-Kan.) voted no.", "The bill died in Washington, D.C.", "Police came."],
        ["Acme Corp. Chairman Bo Lee resigned.", "Martin Tull Jr. followed."],
        ["It opens at 9 a.m. Monday.", "It closes at 5 p.m.", "Nobody minds."],
        ["It ended at 2:55 p.m. PT on Friday and at 5:55 p.m. ET in Boston.", "Few stayed."],
        ["They met on Sept. 11 and on Jan. 3.", "No. 10 did not comment."],
        ["Did he agree?", "No.", "He did not."],
        ["Prices rose 3.5 percent to $4.20.", "Wages fell 0.7 percent."],
        ["The score was 2.", "Nobody cheered."],
        ["Fruit, nuts, etc. were sold.", "They sold bread, cheese, etc.", "Then they left."],
        ["He came in third in the 5,000 m.", "She won."],
        ["The play (see Fig. 3 and pp. 4-5) is long.", "It ends well."],
        ["Wait, e.g. for an hour, i.e. too long.", "Then go."],
        ["See Ames et al. (2019) for more.", "Others agree."],
        ["The house is on Main St.", "The school is not."],
        ["He fought in World War I.", "Few did."],
        ["Plan B failed.", "Plan C did not."],
        ["The S.&P. 500 fell.", "So did A.T.&T. shares."],
        ["The debate begins at 9 p.m. E.T. on Monday.", "It ends at 11 p.m.", "Viewers may vote."],
        ["Spc. Dale Orr and Msgr. Boyle prayed.", "The island (pop. 3,400) has one church."],
        ["He likes the U.S.", "I do too.", "The U.S. A. Philip Orr knew is gone."],
        ["The C.I.A. man left for the U.K.", "An official saw him."],
        ["The U.S. First Lady came.", "The L.A. Police Department was told.", "They like the U.S.", "All of them do."],
    ],
)
def test_abbreviations_and_numbers_do_not_end_a_sentence(sentences: list[str]) -> None:
    """A full stop that belongs to a word or a number is no end, and one that does both is."""
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["George F. Will wrote about it.", "A. El Sayed replied."],
        ["They chose plan B.", "Will it work?", "Mom B.", "A man knew."],
        ["He takes vitamin D.", "Doctors advise against it."],
        ["England play in Group B.", "France are in Group D."],
        ["Neither did I.", "Brenner laughed at J. Edgar Pool."],
        ["It was signed by I. Lindqvist.", "He is dead."],
        ["He fought in World War I.", "Brenner did not."],
    ],
)
def test_a_letter_is_an_initial_or_the_end_by_the_words_beside_it(sentences: list[str]) -> None:
    """A name goes on behind its initials, what letters count ends with its letter."""
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["He grew up in Elgin, Ill.", "Jane Orwin did not."],
        ["The family moved to Trenton, N.J.", "Reporters found them in Newark, N.J., on Monday."],
        ["In Flint, Mich. Mayor Ann Odell spoke.", "Few listened."],
        ["BISMARCK, N.D. — If the river rises, they leave.", "Nobody else will."],
        ["CARSON CITY, Nev. (AP) - The governor signed.", "RENO, Nev. -- The mayor did not."],
        ["The (Benton County, N.J.) Record wrote it.", "Pinal (Ariz.) Sheriff Lew Park read it."],
        ["Rep. Ann Dunn (R-N.D.) Thursday voted no.", "Gen. Aske (ret.) Smith cried.", "They paid ($50.)", "It hurt."],
        ["The officer worked for RT.", "Colleagues remember him.", "He moved to Lexington, KY.", "Nobody asked."],
    ],
)
def test_places_and_their_states(sentences: list[str]) -> None:
    """A town with its state ends a sentence where no comma follows, and never in a date line or in brackets."""
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ['"Go!" he said.', "She went."],
        ["“Are we done?” Senator Dale Whitt of Ohio said in a hearing.", "Nobody moved."],
        ["“Then go!” Whitt told reporters.", "“Why?” Ann Lee asked the man in the hall.", "He left."],
        ["“When?” Lewin repeated several times.", "“Who?” Pell of Aid International continued."],
        ["“A sham?” Rep. Bo Dill, a Republican, replied.", "“A joke,” he said."],
        ["“A sham?”", "Bo Dill, who had won, said he was hurt."],
        ["“Was it you?”", "She did not answer.", "“You?”", "Marlow told them that he knew."],
        ["“Is it true?” Marlow asked, “or is it not?”", "Nobody knew."],
        ["“Is it true?”", "Marlow replied, “It is.”", "They left."],
        ["“Will it rain?”", "O'Hara said she did not know.", "“Rain?” O'Hara said at noon."],
        ["They cried “Hamilton!”", "The judge frowned."],
        ['"Why?" Anna Brown asked.', "Nobody knew."],
        ["“Who are they?” the judge wondered.", "“Friends.”", "He sat down."],
        ['"Do you want more?', "No?", 'Then leave."', "They left."],
        ["“It is over.”", "“We won.”", "The crowd sang."],
        ['She said: "It is done."', "He nodded."],
        ["'I'll stay... anything to win.'", "He stayed."],
        ['"Hold the line,\' " he said.', "They held."],
        ["(He left early.)", "She stayed."],
        ["He left (she did not).", "It rained."],
        ["« Bonjour. »", "Il partit."],
        ["«Да!» — сказал он.", "Все молчали."],
        ['It was signed "Mom B."', '"I wrote it," she said.'],
    ],
)
def test_quotation_marks_and_brackets_stay_with_their_sentence(sentences: list[str]) -> None:
    """Closing marks belong to the sentence before them, and an attribution to the quotation it follows."""
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["He waited... and waited.", "Then he slept..."],
        ["It was late…", "Nobody came."],
        ["“Nobody warned us. ...", "We heard it,” she said. …", "Then it was quiet."],
        ["They said “... nothing at all.”", "“... We left.”"],
        ["We said yes.", "[...] The rest is known."],
        ["Will it be May? or June, he asked.", "Nobody knew."],
        ["The firm Yahoo! News reported it.", "Others followed."],
        ["Sales fell.", "iPhone sales did not."],
        ["Nobody claimed it.", "al-Shabaab did later."],
        ["It cost a lot.", "7 people paid."],
        ["1. Open the door.", "2. Close it."],
        ["He left.", "— Where to?", "— Home."],
        ["March 10, 2015 .", "Then it rained."],
        ["See example.com/Foo.Bar or write to jo.Bo@example.org.", "Thanks."],
    ],
)
def test_stops_of_other_kinds_are_weighed(sentences: list[str]) -> None:
    """Dots, question marks, list numbers, addresses and small-lettered brands are told from ends."""
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["В 1946 г. Петров поехал в г. Омск, т. е. домой.", "Он жил на ул. Мира, д. 5."],
        ["А. С. Орлов и др. ушли.", "Поэты, певцы и т. д.", "Конец."],
        ["Он родился в семье учителя в далёкой деревне в 1946 г.", "Его отец умер."],
        ["Длина 5 м.", "Высота 2 м."],
        ["В 44 г. до н. э. Рим пал.", "Так было в 1990-х гг.", "Тогда все знали."],
        ["Завод им. Орлова закрыт.", "Около 5 тыс. рабочих ушли."],
        ["Долг — 12 млн руб.", "Ещё 5 млрд долл. США не учтены."],
        ["Они помогли им.", "Соседи ушли.", "Это был я.", "Николай молчал."],
        ["Площадь — 400 кв. м.", "Причина неизвестна.", "Ред. О. Ким и фото А. Рожкова."],
        ["Музей открыт до 18 ч.", "Билеты дёшевы.", "Суд по ст. 159 ч. 4 УК РФ идёт."],
        ["На пр. Мира ремонт.", "Хлеб, молоко и пр.", "Цены растут."],
        ["«Кто это?» — спросил судья.", "«Не я!» — ответил А. П. Волков."],
        ["Er kam am 3. Oktober nach z. B. Bonn.", "Dann ging er."],
        ["El Sr. Gómez llegó.", "¿Quién es?", "Nadie sabe."],
    ],
)
def test_other_alphabets_and_languages(sentences: list[str]) -> None:
    """Russian, German and Spanish abbreviations do not end a sentence."""
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("今天天气很好。我们去公园！好吗？", 3),
        ("这是“好的。”他说完了。", 2),
        ("هل هذا صحيح؟ نعم. هذا صحيح.", 3),
        ("यह है। वह था।", 2),
        ("یہ سچ ہے۔ وہ گیا۔", 2),
    ],
)
def test_stops_of_other_scripts_end_sentences(text: str, count: int) -> None:
    """Ideographic, Arabic, Urdu and Devanagari stops are ends, with or without a blank behind them."""
    assert len(split(text)) == count


@pytest.mark.parametrize(
    "sentences",
    [
        [
            "Fire destroys market hall in Tolmin",
            "Thursday, May 12, 2022",
            "A fire destroyed the hall.",
            "Nobody was hurt.",
        ],
        ["Who lit it?", "Friday, May 13, 2022", "U.S. experts came."],
        [
            "U.S. aid for Tolmin",
            "Friday, May 13, 2022",
            "The hall at dusk",
            "According to the mayor, help came.",
            "The old hall in 1990",
            "Image: Ada Kos.",
            "He saw the film In the old hall.",
            'They sang "As It was" there.',
            "The Tolmin Choir",
            "In the evening, all slept.",
            "Sources",
            '"Hall burns" — Valley Echo, May 12, 2022',
            '"Help comes" — Tolmin Post, May 13, 2022',
        ],
        ["Friday, May 13, 2022", "The mayor spoke."],
        ["The hall burnt down on Thursday, May 12, 2022 The Valley reported.", "Nobody was hurt."],
        ["The hall is gone.", "It burnt on Thursday, May 12, 2022."],
        ["The hall at dusk In the old town lay dark.", "Nobody saw it."],
    ],
)
def test_headlines_dates_and_captions_that_lost_their_line_breaks_are_cut_off(sentences: list[str]) -> None:
    """A full date without a sentence around it ends a headline, and then captions may have run into sentences too."""
    assert split(" ".join(sentences)) == sentences


def test_a_missing_blank_is_forgiven() -> None:
    """Two sentences that were glued together are two."""
    assert split("He left the room.She stayed behind.") == ["He left the room.", "She stayed behind."]


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u00a0"])
def test_blank_text_has_no_sentence(text: str) -> None:
    """Nothing comes of nothing."""
    assert split(text) == []


@pytest.mark.parametrize("text", ["!!!", ". . .", "”", "a", "No stop at the end", "  padded.  "])
def test_odd_text_is_one_sentence(text: str) -> None:
    """What cannot be split stays whole, trimmed."""
    assert split(text) == [text.strip()]


def test_only_the_span_is_split() -> None:
    """What stands outside the span is left alone, and offsets count from the text's beginning."""
    text = "Outside. Inside one. Inside two. Outside."
    span = Span(9, 32)
    assert [s.of(text) for s in split_sentences(text, span)] == ["Inside one.", "Inside two."]


def test_rupees_end_no_sentence() -> None:
    """The stop of "Rs." before a number belongs to the currency."""
    found = analyse("Growers lost Rs. 30 lakh in the storm. The state paid Rs. 700 each.").quantities
    assert [(int(one.value), one.unit) for one in found] == [(3_000_000, "rupee"), (700, "rupee")]
