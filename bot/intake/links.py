"""One spelling for each article's link: unwrapped from the services that wrap links, and without tracking marks."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

_TRACKING = frozenset({
    "_ga", "_gl", "cmpid", "dclid", "fbclid", "gbraid", "gclid", "guccounter", "guce_referrer",
    "guce_referrer_sig", "icid", "igsh", "igshid", "mc_cid", "mc_eid", "mkt_tok", "msclkid", "ocid",
    "oly_anon_id", "oly_enc_id", "ref_src", "ref_url", "s_cid", "smid", "smtyp", "spm", "taid", "twclid",
    "vero_id", "wbraid", "wt_mc", "xtor", "yclid",
})  # fmt: skip
_TRACKING_PREFIXES = ("utm_", "at_", "pk_", "mtm_", "hsa_", "itm_", "__hs")
_AMP_CACHE = re.compile(r"(?:[a-z0-9-]+\.)?(?:cdn\.ampproject\.org|ampproject\.net)")
_AMP_CACHE_PATH = re.compile(r"/[a-z](/s)?/(.+)", re.S)
_AMP_VIEWER_PATH = re.compile(r"/amp(/s)?/(.+)", re.S)
# Services whose links carry the real one in a parameter.
_WRAPPERS = {
    ("www.google.com", "/url"): ("url", "q"),
    ("l.facebook.com", "/l.php"): ("u",),
    ("lm.facebook.com", "/l.php"): ("u",),
    ("l.instagram.com", "/"): ("u",),
    ("www.youtube.com", "/redirect"): ("q",),
    ("out.reddit.com", "/"): ("url",),
    ("vk.com", "/away.php"): ("to",),
}


def unwrap_link(url: str) -> str:
    """The publisher's own link behind an AMP cache or a redirecting service; other links as they are.

    What comes out is as unchecked as what went in.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return url
    if parts.scheme.lower() not in {"http", "https"}:
        return url
    cached = None
    if _AMP_CACHE.fullmatch(host):
        cached = _AMP_CACHE_PATH.fullmatch(parts.path)
    elif host in {"www.google.com", "google.com", "www.bing.com"}:
        cached = _AMP_VIEWER_PATH.fullmatch(parts.path)
    if cached is not None:
        query = f"?{parts.query}" if parts.query else ""
        return f"{'https' if cached[1] else 'http'}://{unquote(cached[2])}{query}"
    names = _WRAPPERS.get((host, parts.path), ())
    carried = dict(parse_qsl(parts.query, max_num_fields=100)) if names else {}
    return next((carried[name] for name in names if carried.get(name, "").startswith("http")), url)


def tidy_link(url: str) -> str:
    """A checked link without its fragment and the marks that only tell who shared it."""
    parts = urlsplit(url)
    kept = (
        pair
        for pair in parts.query.split("&")
        if not (name := pair.partition("=")[0].lower()).startswith(_TRACKING_PREFIXES) and name not in _TRACKING
    )
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "&".join(kept), ""))


def is_home(url: str) -> bool:
    """Whether a link names a site's front page, or that of a language or a section list."""
    parts = urlsplit(url)
    path = parts.path.strip("/").lower()
    return (
        not parts.query
        and re.fullmatch(r"(?:[a-z]{2}(?:-[a-z]{2})?|index\.\w{3,5}|home|news|latest)?", path) is not None
    )


def is_same_site(one: str, other: str) -> bool:
    """Whether two links name one host, or hosts of one registered name ("example.co.uk").

    What is registered the public suffix list tells.
    """
    if urlsplit(one).netloc == urlsplit(other).netloc:
        return True
    # Its list of suffixes is large, and a bot that follows no feeds never asks.
    import tld

    sites = [tld.get_fld(link, fail_silently=True, search_private=True) for link in (one, other)]
    return sites[0] is not None and sites[0] == sites[1]
