"""Writes fixtures/parquet.json: small Parquet files as PyArrow, pandas and Hugging Face's datasets write them, in base64."""
import base64
import datetime
import io
import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from datasets import ClassLabel, Dataset, Features, List, Sequence, Value

TEXTS = ["A good film", "🎉🎉 Mira Olden flew to Porto.", "A bad film"]


def written(table: pa.Table, **options) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


def of_datasets(features: Features, rows: dict) -> bytes:
    out = io.BytesIO()
    Dataset.from_dict(rows, features=features).to_parquet(out)
    return out.getvalue()


plain = pa.table({"text": TEXTS * 5, "label": ["pos", "none", "neg"] * 5, "score": [0.5, 1.25, 2.0] * 5})
files = {f"{codec}.parquet": written(plain, compression=codec) for codec in ["none", "snappy", "gzip", "zstd", "brotli", "lz4"]}
files["groups.parquet"] = written(plain, row_group_size=4, data_page_version="2.0")

files["classes.parquet"] = of_datasets(
    Features({"text": Value("string"), "label": ClassLabel(names=["neg", "pos"]), "id": Value("int64")}),
    {"text": TEXTS, "label": [1, -1, 0], "id": [2**40, 2, 3]},
)
files["tags.parquet"] = of_datasets(
    Features({"tokens": List(Value("string")), "ner_tags": List(ClassLabel(names=["O", "B-PER", "I-PER", "B-LOC"]))}),
    {"tokens": [["Mira", "Olden", "slept"], ["Porto"], []], "ner_tags": [[1, 2, 0], [3], []]},
)
files["spans.parquet"] = of_datasets(
    Features({"text": Value("string"),
              "entities": List({"start": Value("int64"), "end": Value("int64"), "label": ClassLabel(names=["LOC", "PER"])}),
              "topics": List(ClassLabel(names=["film", "travel"]))}),
    {"text": TEXTS, "entities": [[], [{"start": 3, "end": 13, "label": 1}, {"start": 22, "end": 27, "label": 0}], None],
     "topics": [[0], [1], [0, 1]]},
)
files["answers.parquet"] = of_datasets(
    Features({"context": Value("string"), "question": Value("string"),
              "answers": Sequence({"text": Value("string"), "answer_start": Value("int32")})}),
    {"context": TEXTS[1:2] * 2, "question": ["Who flew?", "Who ran?"],
     "answers": [{"text": ["Mira Olden"], "answer_start": [3]}, {"text": [], "answer_start": []}]},
)
# As datasets before version 4 kept a list of records: a record of lists.
columnar = pa.table({"text": TEXTS[1:2], "entities": [{"start": [3], "end": [13], "label": ["PER"]}]})
files["columnar.parquet"] = written(columnar)

frame = pd.DataFrame({"text": TEXTS, "label": pd.Categorical(["pos", None, "neg"]),
                      "day": [datetime.datetime(2024, 1, 2), None, datetime.datetime(2024, 1, 3, 4, 5)],
                      "image": [b"\x89PNG\xff", None, b"\xff\xd8"]}, index=[7, 8, 9])
out = io.BytesIO()
frame.to_parquet(out)
files["pandas.parquet"] = out.getvalue()
files["empty.parquet"] = written(plain.slice(0, 0))

target = Path(__file__).parent / "fixtures" / "parquet.json"
target.write_text(json.dumps({name: base64.b64encode(data).decode() for name, data in files.items()}, indent=1) + "\n")
