"""Makes the small Zarr stores beside this script, with zarr-python 3 and anndata 0.12.

    pip install 'anndata==0.12.*' 'zarr>=3' && python testdata/zarr/make.py

Every array holds values that its test can compute: element i, counted in C order, is a function of i alone.
"""
import shutil
import sys
from pathlib import Path

import numpy as np
import zarr
from zarr.codecs import (
    BloscCodec, BytesCodec, Crc32cCodec, GzipCodec, ShardingCodec, TransposeCodec, ZstdCodec,
)
import numcodecs

here = Path(__file__).parent


def numbers(dtype, shape):
    dtype = np.dtype(dtype)
    i = np.arange(int(np.prod(shape)))
    if dtype.kind == "b":
        values = i % 3 == 0
    elif dtype.kind == "u":
        values = i % 200
    elif dtype.kind == "i":
        values = i % 200 - 100
    elif dtype.kind == "c":
        values = i * 0.5 - 1j * i
    else:
        values = i * 0.5 - 8
    return values.astype(dtype).reshape(shape)


def texts(shape):
    i = np.arange(int(np.prod(shape)))
    return np.array([f"é{n}" if n % 4 else "" for n in i], dtype=object).reshape(shape)


def put(group, name, values, **options):
    array = group.create_array(name, shape=values.shape, dtype=options.pop("dtype", values.dtype), **options)
    array[...] = values
    return array


def arrays_v3():
    root = zarr.create_group(here / "v3.zarr", zarr_format=3, overwrite=True)
    for dtype in "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128".split():
        put(root, dtype, numbers(dtype, (5, 7)), chunks=(3, 4))
    f = numbers("f8", (5, 7))
    put(root, "raw", f, chunks=(3, 4), compressors=None)
    put(root, "gzip", f, chunks=(3, 4), compressors=[GzipCodec(level=6)])
    put(root, "zstd-crc", f, chunks=(3, 4), compressors=[ZstdCodec(level=3, checksum=True), Crc32cCodec()])
    big = numbers("f8", (40, 50))
    for cname in ("lz4", "lz4hc", "blosclz", "zlib", "zstd"):
        for shuffle in ("noshuffle", "shuffle", "bitshuffle"):
            put(root, f"blosc-{cname}-{shuffle}", big, chunks=(25, 50),
                compressors=[BloscCodec(cname=cname, clevel=5, shuffle=shuffle, typesize=8)])
    put(root, "big-endian", f, chunks=(3, 4), serializer=BytesCodec(endian="big"))
    put(root, "transpose", numbers("i4", (3, 4, 5)), chunks=(2, 3, 2), filters=[TransposeCodec(order=(2, 0, 1))])
    put(root, "sharded", numbers("i4", (10, 9)), chunks=(2, 3), shards=(4, 6), compressors=[ZstdCodec()])
    root.create_array("sharded-start", shape=(10, 9), dtype="i4", chunks=(4, 6), compressors=None,
                      serializer=ShardingCodec(chunk_shape=(2, 3), index_location="start"))[...] = numbers("i4", (10, 9))
    part = root.create_array("sharded-part", shape=(10, 9), dtype="i4", chunks=(2, 3), shards=(4, 6), fill_value=7)
    part[:2, :3] = numbers("i4", (2, 3))
    missing = root.create_array("missing", shape=(6, 4), dtype="f4", chunks=(2, 2), fill_value=float("nan"))
    missing[:2, :2] = numbers("f4", (2, 2))
    put(root, "dots", f, chunks=(3, 4), chunk_key_encoding={"name": "v2", "separator": "."})
    put(root, "scalar", numbers("f8", ()))
    put(root, "empty", np.zeros((0, 3)), chunks=(1, 3))
    strings = root.create_array("strings", shape=(9,), dtype="string", chunks=(4,))
    strings[:] = texts((9,))
    strings = root.create_array("strings-2d", shape=(3, 4), dtype="string", chunks=(2, 3))
    strings[...] = texts((3, 4))
    word = root.create_array("string-scalar", shape=(), dtype="string")
    word[...] = "é1"
    put(root, "utf32", texts((9,)).astype("U3"), chunks=(4,))
    put(root, "ascii", np.array([f"a{i}" for i in range(9)], dtype="S4"), chunks=(4,))
    deep = root.create_group("deep").create_group("er")
    deep.attrs.update({"text": "é", "yes": True, "whole": 3, "real": 0.5, "list": ["a", "b"], "none": None})
    zarr.consolidate_metadata(here / "v3.zarr")


def arrays_v2():
    root = zarr.create_group(here / "v2.zarr", zarr_format=2, overwrite=True)
    for dtype in "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64 complex128".split():
        put(root, dtype, numbers(dtype, (5, 7)), chunks=(3, 4))
    f = numbers("f8", (5, 7))
    put(root, "raw", f, chunks=(3, 4), compressors=None)
    for name, codec in {
        "gzip": numcodecs.GZip(6), "zlib": numcodecs.Zlib(6), "zstd": numcodecs.Zstd(3), "lz4": numcodecs.LZ4(),
        "blosc": numcodecs.Blosc("lz4", 5, numcodecs.Blosc.SHUFFLE),
    }.items():
        put(root, name, f, chunks=(3, 4), compressors=codec)
    put(root, "shuffle", f, chunks=(3, 4), filters=[numcodecs.Shuffle(8)], compressors=numcodecs.Zlib(1))
    put(root, "big-endian", numbers("f8", (5, 7)).astype(">f8"), chunks=(3, 4))
    put(root, "fortran", numbers("i4", (3, 4, 5)), chunks=(2, 3, 2), order="F")
    put(root, "slashes", f, chunks=(3, 4), chunk_key_encoding={"name": "v2", "separator": "/"})
    missing = root.create_array("missing", shape=(6, 4), dtype="f4", chunks=(2, 2), fill_value=float("nan"))
    missing[:2, :2] = numbers("f4", (2, 2))
    put(root, "scalar", numbers("f8", ()))
    strings = root.create_array("strings", shape=(9,), dtype=str, chunks=(4,))
    strings[:] = texts((9,))
    put(root, "utf32", texts((9,)).astype("U3"), chunks=(4,))
    put(root, "ascii", np.array([f"a{i}" for i in range(9)], dtype="S4"), chunks=(4,))
    deep = root.create_group("deep").create_group("er")
    deep.attrs.update({"text": "é", "yes": True, "whole": 3, "real": 0.5, "list": ["a", "b"], "none": None})
    zarr.consolidate_metadata(here / "v2.zarr")


if __name__ == "__main__":
    for store in here.glob("*.zarr"):
        shutil.rmtree(store)
    arrays_v3()
    arrays_v2()
    print("made with zarr", zarr.__version__, "on Python", sys.version.split()[0])
