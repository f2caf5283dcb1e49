"""Tables of 6 PNGs in 2 classes as Hugging Face writes them (datasets 5.0.1), and as pyarrow 25 can:

    python3 tables.py .

The red of image i is i, its class is i % 2.
"""
import io, os, sys
import datasets, pyarrow as pa, pyarrow.parquet as pq
from PIL import Image

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
NAMES = ["10-wren", "9-finch"]
images, paths, labels = [], [], []
for i in range(6):
    png = io.BytesIO()
    Image.new("RGB", (2, 2), (i, 40 * i, 200)).save(png, "png")
    images.append(png.getvalue())
    labels.append(i % 2)
    paths.append(f"{i}.png")

rows = [{"bytes": b, "path": p} for b, p in zip(images, paths)]


def dataset(column, rows):
    features = datasets.Features({column: datasets.Image(), "label": datasets.ClassLabel(names=NAMES)})
    table = pa.table([pa.array(rows, features.arrow_schema.field(column).type), labels], schema=features.arrow_schema)
    # A fingerprint of its own, since making one fails with pyarrow 25.
    return datasets.Dataset(datasets.table.InMemoryTable(table), fingerprint=column)


dataset("image", rows).to_parquet(f"{out}/datasets.parquet")
dataset("img", [{"bytes": b, "path": None} for b in images]).to_parquet(f"{out}/datasets-nameless.parquet")

struct = pa.array(rows, pa.struct([("bytes", pa.large_binary()), ("path", pa.large_string())]))
names = pa.array([NAMES[i] for i in labels]).dictionary_encode()
table = pa.table({"image": struct, "label": names, "width": pa.array([2] * 6, pa.uint16())})
for codec in "snappy", "zstd", "gzip", "lz4", "brotli":
    pq.write_table(table, f"{out}/pyarrow-{codec}.parquet", compression=codec, row_group_size=2,
                   data_page_version="2.0" if codec == "zstd" else "1.0")
print(datasets.__version__, pa.__version__)
