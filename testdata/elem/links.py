"""Makes an AnnData file with links, references and types that only HDF5 has: python links.py FOLDER"""
import sys
import warnings
from pathlib import Path

import anndata as ad
import h5py
import numpy as np

warnings.simplefilter("ignore")
folder = Path(sys.argv[1])
ad.AnnData(X=np.ones((3, 2), "f4"), uns={"secret": 42, "deep": {"er": "x"}}).write_h5ad(folder / "other.h5ad")
for name in ("links.h5ad", "outside.h5ad", "around.h5ad"):
    ad.AnnData(X=np.arange(6, dtype="f4").reshape(3, 2), uns={"plain": "text", "deep": {"er": 7}}).write_h5ad(folder / name)
with h5py.File(folder / "links.h5ad", "r+") as f:
    uns = f["uns"]
    uns["inside"] = h5py.SoftLink("/uns/deep")
    uns["nowhere"] = h5py.SoftLink("/uns/gone")
    uns["hard"] = f["X"]
    uns.create_dataset("objects", data=np.array([f["X"].ref, f["obs"].ref], dtype=h5py.ref_dtype), dtype=h5py.ref_dtype)
    uns.create_dataset("regions", data=np.array([f["X"].regionref[:2]], dtype=h5py.regionref_dtype), dtype=h5py.regionref_dtype)
    uns.create_dataset("lists", data=np.array([np.arange(2), np.arange(3)], dtype=object), dtype=h5py.vlen_dtype("i4"))
    uns["opaque"] = np.array([b"ab", b"cd"], dtype="V2")
    uns.attrs["to"] = f["X"].ref
    f["X"].attrs["many"] = np.array([f["obs"].ref], dtype=h5py.ref_dtype)
with h5py.File(folder / "outside.h5ad", "r+") as f:
    f["uns"]["outside"] = h5py.ExternalLink("other.h5ad", "/uns/secret")
with h5py.File(folder / "around.h5ad", "r+") as f:  # through a group of another file
    f["uns"]["folder"] = h5py.ExternalLink("other.h5ad", "/uns/deep")
    f["uns"]["through"] = h5py.SoftLink("/uns/folder/er")
