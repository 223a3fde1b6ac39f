"""The same BCa bootstrap by SciPy, for `npm run bench:statistics` to compare with: python bench/scipy_peer.py FILE ARMS RESAMPLES

FILE holds little-endian 64-bit numbers, couples by arms. All arms see the same resamples: SciPy draws one set of places for
all rows of an array. Writes one line of JSON: seconds (wall clock), processorSeconds, intervals, versions
"""
import json
import platform
import sys
import time

import numpy as np
import scipy
from scipy.stats import bootstrap

file, arms, resamples = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
values = np.ascontiguousarray(np.fromfile(file, dtype="<f8").reshape(-1, arms).T)
start, start_cpu = time.perf_counter(), time.process_time()
# A batch of 100 keeps the resampled values within 32 MB; larger ones were not faster.
result = bootstrap((values,), np.mean, axis=-1, n_resamples=resamples, method="BCa", vectorized=True, batch=100,
                   rng=np.random.default_rng(1))
interval = result.confidence_interval
print(json.dumps({
    "seconds": time.perf_counter() - start, "processorSeconds": time.process_time() - start_cpu,
    "intervals": np.stack([interval.low, interval.high], axis=1).tolist(),
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__},
}))
