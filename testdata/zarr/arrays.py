"""arrays.py PATH: prints, of the arrays of a group, name, type, shape, chunks and sum, and adds one named "python"."""
import sys

import numpy as np
import zarr

group = zarr.open_group(sys.argv[1], mode="a")
for name in sorted(group.array_keys()):
    a = group[name]
    print(name, a.dtype, a.shape, a.chunks, a[...].sum())
group.create_array("python", data=np.arange(12.0).reshape(3, 4), chunks=(2, 3))
zarr.consolidate_metadata(sys.argv[1])
