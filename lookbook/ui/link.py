"""The address of a question: a link that asks it again, and the browser's own way back."""

from collections.abc import Mapping, Sequence

import streamlit as st

from lookbook import conditions
from lookbook.catalog import ordering
from lookbook.errors import BadCondition, QueryError
from lookbook.ui import keeping, session, way
from lookbook.ui.session import Box, PageState

LIKE, WORDS, PHOTO, WHERE, SORT, CROP, ANYWAY, LOOK = (
    "like",
    "words",
    "photo",
    "where",
    "sort",
    "crop",
    "anyway",
    "look",
)
_WRITTEN, _MEANT, _ASKED, _LOOKS, _WAYS, _AWAITED = "address", "meant", "asked", "looks", "ways", "awaited"
_KEPT = 50
"""Addresses whose way there is known."""
Address = dict[str, list[str]]
Known = tuple[tuple[str, tuple[str, ...]], ...]


def follow() -> None:
    """Bring the question and the browser's address together.

    What the address says is asked where it is not what this page wrote there, that is, after a link or the browser's
    way back; else the address becomes that of the question asked at the moment.
    """
    here = {name: st.query_params.get_all(name) for name in st.query_params}
    awaited: Address | None = st.session_state.get(_AWAITED)
    if here != st.session_state.get(_WRITTEN, {}):
        st.session_state[_WRITTEN] = here
        _arrive(here)
    elif awaited is not None and not keeping.wanted():
        _ask(awaited)
    way.retrace(address, read)
    write()


def address(asked: PageState) -> Address:
    """Write a question as the parameters of an address; of a photo, only a sign that there was one."""
    parts = {
        LIKE: [asked.like],
        WORDS: [asked.text],
        PHOTO: [asked.photo.token] if asked.photo else [],
        SORT: [asked.sort],
        CROP: [",".join(f"{share:.4g}" for share in asked.crop)] if asked.crop else [],
        ANYWAY: ["yes"] if asked.photo and asked.anyway else [],
        WHERE: [f"{column}={value}" for column, wanted in asked.where.items() for value in wanted.texts()],
    }
    return {name: values for name, values in parts.items() if any(values)}


def read(parameters: Address) -> PageState | None:
    """Read a question from the parameters of an address; None where it asks nothing.

    Raises:
        QueryError: it has what is no condition, or no order.
    """
    photo = session.photo(_only(parameters, PHOTO))
    like = "" if photo else _only(parameters, LIKE)
    text = _only(parameters, WORDS)
    where = conditions.parse(map(_pair, parameters.get(WHERE, [])))
    sort = ordering.checked(_only(parameters, SORT))
    crop = _box(_only(parameters, CROP)) if photo else None
    anyway = bool(photo and _only(parameters, ANYWAY))
    asked = PageState(photo=photo, like=like, text=text, where=where, sort=sort, crop=crop, anyway=anyway)
    return asked if asked.asks else None


def write() -> None:
    """Make the address that of what is asked and looked at, where that has changed."""
    asked, look = session.state(), session.inspected()
    way.tell(address)
    question = address(asked) if asked else {}
    if asked:
        _past()[_known(question)] = session.trail()
        for known in list(_past())[:-_KEPT]:
            del _past()[known]
    now = question | ({LOOK: [look]} if look else {})
    if now == st.session_state.get(_MEANT, {}) or keeping.wanted():
        return
    before: Address = st.session_state.get(_MEANT, {})
    same = _without_look(before) == question
    st.session_state[_LOOKS] = [*(_looks() if same else ()), look] if look else []
    _ways().setdefault(_known(now), _looks())
    st.session_state[_MEANT] = st.session_state[_WRITTEN] = now
    st.query_params.from_dict(now)


def close() -> None:
    """Look no more closely at a product; the browser's way back does not lead there again."""
    session.inspect(None)
    if looks := _looks():
        keeping.go_back(len(looks))
        st.session_state[_LOOKS] = []
        st.session_state[_MEANT] = _without_look(st.session_state.get(_MEANT, {}))


def _arrive(here: Address) -> None:
    question, look = _without_look(here), _only(here, LOOK)
    asked = session.state()
    st.session_state.pop(_AWAITED, None)
    if question == (address(asked) if asked else {}):
        _looked(look)
        return
    if steps := _past().get(_known(question)):
        session.restore(steps)
    elif (token := _only(here, PHOTO)) and not session.photo(token):
        keeping.want(token)
        st.session_state[_AWAITED] = here
        session.ask(None)
        return
    else:
        _question(here)
    _looked(look)


def _question(here: Address) -> None:
    """Ask what an address says; of what can't be asked, keep why."""
    try:
        session.ask(read(here))
    except QueryError as error:
        session.ask(None)
        session.complain(error)


def _ask(here: Address) -> None:
    """Ask what an address says, now that the browser has told whether it keeps the photo."""
    del st.session_state[_AWAITED]
    _question(here)
    if not session.photo(_only(here, PHOTO)):
        st.toast("A photo can't travel in a link: please add it again.", icon=":material/image_not_supported:")
    _looked(_only(here, LOOK))


def _looked(look: str) -> None:
    """Look at the product that an address names; what it says is said, so that the address stays as it is."""
    session.inspect(look or None)
    st.session_state[_LOOKS] = _ways().get(_known(st.session_state[_WRITTEN]), []) if look else []
    asked = session.state()
    st.session_state[_MEANT] = (address(asked) if asked else {}) | ({LOOK: [look]} if look else {})


def _looks() -> Sequence[str]:
    """Return the products looked at one after the other, each a step of the browser's way back."""
    looks: Sequence[str] = st.session_state.get(_LOOKS, [])
    return looks


def _ways() -> dict[Known, Sequence[str]]:
    """Return address -> the products looked at on the way from its question to it."""
    ways: dict[Known, Sequence[str]] = st.session_state.setdefault(_WAYS, {})
    return ways


def _past() -> dict[Known, Sequence[PageState]]:
    past: dict[Known, Sequence[PageState]] = st.session_state.setdefault(_ASKED, {})
    return past


def _known(parameters: Address) -> Known:
    return tuple(sorted((name, tuple(values)) for name, values in parameters.items()))


def _without_look(parameters: Mapping[str, list[str]]) -> Address:
    return {name: values for name, values in parameters.items() if name != LOOK}


def _pair(condition: str) -> tuple[str, str]:
    """Take a condition apart. Raises BadCondition."""
    column, equals, value = condition.partition("=")
    if not (column and equals):
        raise BadCondition(f"{condition!r} in the address is no condition; write where=COLUMN=VALUE.")
    return column, value


def _box(said: str) -> Box | None:
    """Read a part of a photo; None where it is none."""
    try:
        left, top, right, bottom = map(float, said.split(","))
    except ValueError:
        return None
    return (left, top, right, bottom) if 0 <= left < right <= 1 and 0 <= top < bottom <= 1 else None


def _only(parameters: Address, name: str) -> str:
    return next(iter(parameters.get(name, [])), "")
