"""The opcodes that plain data is written with, protocols 0 to 5, and what is said of all others."""

import pickle
from collections.abc import Callable, Mapping
from typing import Any

from lookbook.index.unpickle import literals
from lookbook.index.unpickle.literals import MAX_LINE
from lookbook.index.unpickle.machine import Machine
from lookbook.index.unpickle.source import RefusedError, Source


def run(source: Source) -> Any:
    """Read a pickle up to its end, and return what it builds.

    Raises:
        RefusedError: it does what no data needs, or it is damaged; damage also meets Python's own errors.
    """
    machine, read = Machine(source), source.read
    while (code := read(1)) != pickle.STOP:
        if code not in STEPS:
            raise RefusedError(REFUSED.get(code, "is damaged, or no pickle") if code else "is cut short")
        STEPS[code](machine)
        machine.make_room()
    return machine.result()


def _protocol(machine: Machine) -> None:
    if (version := machine.source.number(1)) > pickle.HIGHEST_PROTOCOL:
        raise RefusedError(f"has protocol {version}, which is unknown here")


def _frame(machine: Machine) -> None:
    if machine.source.number(8) > machine.source.rest():
        raise RefusedError("is cut short")


def _name(machine: Machine) -> None:
    machine.name(*(machine.source.line(MAX_LINE).decode() for _ in range(2)))


STEPS: Mapping[bytes, Callable[[Machine], None]] = {
    pickle.PROTO: _protocol,
    pickle.FRAME: _frame,
    pickle.NONE: lambda machine: machine.push(None),
    pickle.NEWTRUE: lambda machine: machine.push(True),
    pickle.NEWFALSE: lambda machine: machine.push(False),
    pickle.INT: literals.written_integer,
    pickle.LONG: literals.written_long,
    pickle.BININT: lambda machine: literals.signed(machine, 4),
    pickle.BININT1: lambda machine: literals.integer(machine, machine.source.number(1)),
    pickle.BININT2: lambda machine: literals.integer(machine, machine.source.number(2)),
    pickle.LONG1: lambda machine: literals.signed(machine, machine.source.number(1)),
    pickle.LONG4: lambda machine: literals.signed(machine, machine.source.number(4)),
    pickle.FLOAT: literals.written_float,
    pickle.BINFLOAT: literals.binary_float,
    pickle.STRING: literals.quoted,
    pickle.BINSTRING: lambda machine: literals.old_text(machine, machine.source.take(machine.source.number(4))),
    pickle.SHORT_BINSTRING: lambda machine: literals.old_text(machine, machine.source.take(machine.source.number(1))),
    pickle.UNICODE: lambda machine: literals.text(machine, machine.source.escaped()),
    pickle.BINUNICODE: lambda machine: literals.text(machine, machine.source.utf8(machine.source.number(4))),
    pickle.SHORT_BINUNICODE: lambda machine: literals.text(machine, machine.source.utf8(machine.source.number(1))),
    pickle.BINUNICODE8: lambda machine: literals.text(machine, machine.source.utf8(machine.source.number(8))),
    pickle.BINBYTES: lambda machine: literals.content(machine, machine.source.number(4)),
    pickle.SHORT_BINBYTES: lambda machine: literals.content(machine, machine.source.number(1)),
    pickle.BINBYTES8: lambda machine: literals.content(machine, machine.source.number(8)),
    pickle.BYTEARRAY8: lambda machine: literals.buffer(machine, machine.source.number(8)),
    pickle.MARK: Machine.begin,
    pickle.EMPTY_LIST: lambda machine: machine.new_list([]),
    pickle.LIST: lambda machine: machine.new_list(machine.batch()),
    pickle.APPEND: lambda machine: machine.extend(machine.pops(1)),
    pickle.APPENDS: lambda machine: machine.extend(machine.batch()),
    pickle.EMPTY_TUPLE: lambda machine: machine.new_tuple(()),
    pickle.TUPLE1: lambda machine: machine.new_tuple(machine.pops(1)),
    pickle.TUPLE2: lambda machine: machine.new_tuple(machine.pops(2)),
    pickle.TUPLE3: lambda machine: machine.new_tuple(machine.pops(3)),
    pickle.TUPLE: lambda machine: machine.new_tuple(machine.batch()),
    pickle.EMPTY_DICT: lambda machine: machine.new_dict(()),
    pickle.DICT: lambda machine: machine.new_dict(machine.batch()),
    pickle.SETITEM: lambda machine: machine.update(machine.pops(2)),
    pickle.SETITEMS: lambda machine: machine.update(machine.batch()),
    pickle.PUT: lambda machine: machine.put(int(machine.source.line(MAX_LINE))),
    pickle.BINPUT: lambda machine: machine.put(machine.source.number(1)),
    pickle.LONG_BINPUT: lambda machine: machine.put(machine.source.number(4)),
    pickle.MEMOIZE: literals.remember,
    pickle.GET: lambda machine: machine.get(int(machine.source.line(MAX_LINE))),
    pickle.BINGET: lambda machine: machine.get(machine.source.number(1)),
    pickle.LONG_BINGET: lambda machine: machine.get(machine.source.number(4)),
    pickle.GLOBAL: _name,
    pickle.STACK_GLOBAL: lambda machine: machine.name(*machine.pops(2)),
    pickle.REDUCE: Machine.call,
    pickle.BUILD: Machine.build,
}
_OBJECT = "asks to run a class, which no index needs"
_ELSEWHERE = "refers to something outside of the file"
_SET = "holds a set, which has no order"
_PLAY = "plays with its own stack, as no data does"
REFUSED: Mapping[bytes, str] = {
    **dict.fromkeys((pickle.INST, pickle.OBJ, pickle.NEWOBJ, pickle.NEWOBJ_EX), _OBJECT),
    **dict.fromkeys((pickle.EXT1, pickle.EXT2, pickle.EXT4, pickle.PERSID, pickle.BINPERSID), _ELSEWHERE),
    **dict.fromkeys((pickle.NEXT_BUFFER, pickle.READONLY_BUFFER), _ELSEWHERE),
    **dict.fromkeys((pickle.EMPTY_SET, pickle.ADDITEMS, pickle.FROZENSET), _SET),
    **dict.fromkeys((pickle.POP, pickle.POP_MARK, pickle.DUP), _PLAY),
}
