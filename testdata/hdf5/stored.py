"""Writes HDF5 files with arrays stored in every way that h5py and hdf5plugin know, and says what is in them.

    python stored.py FOLDER     early.h5 and late.h5 (the format of HDF5 1.10, behind a user block); latest.h5, which needs HDF5 2; and on standard output {file: {array: {type, shape, values}}} as h5py reads them

Numbers and booleans are written as text, field by field for records.
"""
import json
import sys
from pathlib import Path

import h5py
import hdf5plugin
import numpy as np


def numbers(dtype, *shape):
    i = np.arange(int(np.prod(shape)))
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return (i % 3 == 0).reshape(shape)
    if dtype.kind == "u":
        i = i * 7 % 251
    elif dtype.kind == "i":
        i = i * 7 % 251 - 125
    elif dtype.kind == "c":
        i = i * 0.5 - 1j * i
    else:
        i = i * 0.25 - 3
    return i.astype(dtype).reshape(shape)


FILTERS = {
    "plain": {},
    "gzip": {"compression": "gzip"},
    "gzip-shuffle": {"compression": "gzip", "compression_opts": 9, "shuffle": True},
    "lzf": {"compression": "lzf"},
    "lzf-shuffle-fletcher": {"compression": "lzf", "shuffle": True, "fletcher32": True},
    "shuffle": {"shuffle": True},
    "fletcher": {"fletcher32": True},
    "gzip-fletcher": {"compression": "gzip", "fletcher32": True},
    "bitshuffle": hdf5plugin.Bitshuffle(cname="none"),
    "bitshuffle-lz4": hdf5plugin.Bitshuffle(cname="lz4"),
    "bitshuffle-zstd": hdf5plugin.Bitshuffle(cname="zstd", clevel=3),
    "bitshuffle-blocks": hdf5plugin.Bitshuffle(nelems=64, cname="lz4"),
    "lz4": hdf5plugin.LZ4(),
    "lz4-blocks": hdf5plugin.LZ4(nbytes=2048),
    "zstd": hdf5plugin.Zstd(clevel=5),
    "bzip2": hdf5plugin.BZip2(),
    "zstd-shuffle-fletcher": {**hdf5plugin.Zstd(), "shuffle": True, "fletcher32": True},
}
for cname in ("blosclz", "lz4", "lz4hc", "zlib", "zstd"):
    for shuffle in (0, 1, 2):
        FILTERS[f"blosc-{cname}-{shuffle}"] = hdf5plugin.Blosc(cname=cname, clevel=5, shuffle=shuffle)
if h5py.h5z.filter_avail(h5py.h5z.FILTER_SZIP) and h5py.h5z.get_filter_info(h5py.h5z.FILTER_SZIP) & h5py.h5z.FILTER_CONFIG_ENCODE_ENABLED:
    FILTERS["szip"] = {"compression": "szip"}

TEXTS = np.array([f"é{k}-細胞" if k % 4 else "" for k in range(30)], dtype=object)
ASCII = np.array([f"a{k}" + "b" * (k % 4) for k in range(30)], dtype="S6")  # some fill their room


def write(f):
    for name, options in FILTERS.items():
        for dtype in ("f8", "i2", "u1", "b1"):
            f.create_dataset(f"{name}/{dtype}", data=numbers(dtype, 90, 33), chunks=(40, 20), **options)
        # What libhdf5 converts, or lies in its heaps, goes through it.
        f.create_dataset(f"{name}/big-endian", data=numbers(">i4", 90, 33), chunks=(40, 20), **options)
        f.create_dataset(f"{name}/half", data=numbers("f2", 90, 33), chunks=(40, 20), **options)
        if name == "szip":
            continue
        f.create_dataset(f"{name}/fixed", data=ASCII, chunks=(16,), **options)
        if not any(bad in name for bad in ("fletcher", "blosc")):  # which are not for heaps
            f.create_dataset(f"{name}/texts", data=TEXTS, dtype=h5py.string_dtype(), chunks=(16,), **options)
    f.create_dataset("offset/whole", data=numbers("i4", 90, 33), chunks=(40, 20), scaleoffset=0)
    f.create_dataset("offset/real", data=numbers("f8", 90, 33), chunks=(40, 20), scaleoffset=3)

    types = f.create_group("types")
    for dtype in "i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16 b1 >i2 >i8 >u4 >f2 >f4 >f8 >c16".split():
        types.create_dataset(dtype.replace(">", "big-"), data=numbers(dtype, 5, 7))
        types.create_dataset(dtype.replace(">", "big-") + "-chunked", data=numbers(dtype, 5, 7), chunks=(2, 3))
    types.create_dataset("enum", data=numbers("i2", 6) % 2, dtype=h5py.enum_dtype({"no": 0, "yes": 1}, basetype="i2"))
    types["scalar"] = 2.5
    types["text"] = "žluťoučký"
    types.create_dataset("big-fill", shape=(90, 33), dtype="f8", chunks=(40, 20), fillvalue=7, compression="gzip")[:20, :5] = 1
    types.create_dataset("unwritten", shape=(90, 33), dtype="f8", chunks=(40, 20), compression="gzip")
    types.create_dataset("compact", data=numbers("f4", 3))
    types.create_dataset("empty", shape=(0, 3), dtype="f8", maxshape=(None, 3))

    texts = f.create_group("texts")
    texts.create_dataset("utf8", data=TEXTS, dtype=h5py.string_dtype("utf-8"))
    texts.create_dataset("ascii", data=[t.decode() for t in ASCII], dtype=h5py.string_dtype("ascii"))
    texts.create_dataset("fixed-ascii", data=ASCII)
    texts.create_dataset("fixed-utf8", data=np.array([t.encode() for t in TEXTS], dtype=h5py.string_dtype("utf-8", 20)))
    texts.create_dataset("square", data=TEXTS.reshape(5, 6), dtype=h5py.string_dtype())
    texts.create_dataset("cube", data=ASCII.reshape(5, 3, 2), chunks=(2, 2, 2))

    records = f.create_group("records")
    fields = [("name", h5py.string_dtype()), ("code", "S4"), ("n", ">i4"), ("x", "f8"), ("half", "f2"), ("ok", "?"), ("z", "c8"), ("pair", "f4", (2,)), ("CD4 T/é", "u2")]
    table = np.zeros(12, dtype=fields)
    for k in range(12):
        table[k] = (TEXTS[k], ASCII[k][:4], -k, k / 4, k / 2, k % 2, k - 1j, (k, -k), k * 3)
    records["table"] = table
    records.create_dataset("chunked", data=table, chunks=(5,), compression="gzip")
    records.create_dataset("zstd", data=table, chunks=(5,), **hdf5plugin.Zstd())
    records["square"] = table.reshape(3, 4)
    records["one"] = table[3]


def listed(values):
    return [str(v.decode() if isinstance(v, bytes) else v.item() if hasattr(v, "item") else v) for v in np.ravel(values)]


def described(d):
    text = h5py.check_string_dtype(d.dtype)
    values = d.asstr()[()] if text is not None else d[()]
    out = {"type": "string" if text is not None else d.dtype.newbyteorder("=").name, "shape": list(d.shape)}
    if d.dtype.names:
        out["type"] = "record"
        out["fields"] = {n: listed(values[n]) for n in d.dtype.names}
    else:
        out["values"] = listed(values)
    return out


def main():
    folder = Path(sys.argv[1])
    out = {}
    for name, options in {"early": {}, "late": {"libver": ("v110", "v110"), "userblock_size": 1024}}.items():
        with h5py.File(folder / f"{name}.h5", "w", **options) as f:
            write(f)
            arrays = {}
            f.visititems(lambda path, d: arrays.update({path: described(d)}) if isinstance(d, h5py.Dataset) else None)
        out[name] = arrays
    with h5py.File(folder / "latest.h5", "w", libver="latest") as f:
        f.create_dataset("x", data=numbers("f8", 90, 33), chunks=(40, 20))
    print(json.dumps(out, ensure_ascii=False))


if __name__ == "__main__":
    main()
