# Copyright the Expunge authors.
# SPDX-License-Identifier: Apache-2.0
"""Reads exported parameters ('expunge demo --export DIR' writes DIR/version-1 and DIR/version-2) and predicts with them.

  read_model.py DIRECTORY [TEXT ...]

Needs numpy; predicting needs scikit-learn.
"""
import json
import pathlib
import sys

import numpy as np


def parse_safetensors(data):
    """Tensors by name: 8 bytes with the length of a JSON header, the header, the tensors one after another."""
    start = 8 + int.from_bytes(data[:8], "little")
    types = {"F32": "<f4", "F64": "<f8"}
    return {
        name: np.frombuffer(data, types[t["dtype"]], int(np.prod(t["shape"])), start + t["data_offsets"][0]).reshape(t["shape"])
        for name, t in json.loads(data[8:start]).items()
        if name != "__metadata__"
    }


def parse_model(read):
    """A model from its four files; read(name) gives a file's bytes. Row i of the weights belongs to term i."""
    tensors = parse_safetensors(read("parameters.safetensors"))
    return {
        "weights": tensors["weights"],  # terms x classes, float32
        "idf": tensors["idf"],  # terms, float64
        "terms": read("terms.txt").decode().split("\n")[:-1],
        "classes": json.loads(read("classes.json"))["classes"],
        "analysis": json.loads(read("analysis.json"))["analysis"],
    }


def load(directory):
    return parse_model(lambda name: (pathlib.Path(directory) / name).read_bytes())


def vectoriser(model):
    """scikit-learn's vectoriser with the model's own vocabulary and IDF."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    made = TfidfVectorizer(
        vocabulary={term: row for row, term in enumerate(model["terms"])},
        stop_words="english",
        ngram_range=(1, 3),
        sublinear_tf=True,
        norm="l2",
    )
    made.idf_ = model["idf"]
    return made


def predict(model, texts):
    scores = vectoriser(model).transform(texts) @ model["weights"].astype(float)
    return [model["classes"][best] for best in scores.argmax(axis=1)]


if __name__ == "__main__":
    model = load(sys.argv[1])
    print(len(model["terms"]), "terms,", len(model["classes"]), "classes:", ", ".join(model["classes"]))
    for text, label in zip(sys.argv[2:], predict(model, sys.argv[2:]) if sys.argv[2:] else []):
        print(label, "<-", text)
