"""Reads a Zarr store with zarr-python and checks every array against make.py's values: python check.py STORE FORMAT"""
import sys
import warnings

warnings.simplefilter("ignore")

import numpy as np
import zarr

from make import numbers, texts

store, version = sys.argv[1], int(sys.argv[2])
seen = 0
for consolidated in (True, False):
    root = zarr.open_group(store, mode="r", use_consolidated=consolidated)
    assert root.metadata.zarr_format == version, root.metadata
    for name, array in root.arrays():
        base = name.split("-")[0]
        if base == "string":
            want = texts(array.shape)
            got = np.asarray(array[...], dtype=object)
        else:
            want = numbers(base, array.shape)
            got = np.asarray(array[...])
            assert got.dtype == want.dtype, (name, got.dtype, want.dtype)
        if name.endswith("-zeros"):
            want = np.zeros_like(want)
        np.testing.assert_array_equal(got, want, err_msg=name)
        seen += 1
    deep = root["deep/er"]
    assert dict(deep.attrs) == {"text": "é", "yes": True, "whole": 3, "real": 0.5, "list": ["a", "b"], "none": None}, dict(deep.attrs)
    assert [k for k in root["deep"].group_keys()] == ["er"]
print(seen)
