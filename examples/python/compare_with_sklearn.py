# Copyright the Expunge authors.
# SPDX-License-Identifier: Apache-2.0
"""Compares exported versions with scikit-learn's whole pipeline, fitted from scratch.

  expunge demo --data TRAIN --test-data TEST --remove-class LABEL --export DIR
  compare_with_sklearn.py TRAIN TEST LABEL DIR

Version 1 is compared with a fit on all documents, version 2 with one on the documents without LABEL: vocabulary term for
term, inverse document frequencies, and weights as |W - W*| / |W*| (Frobenius). W* is the optimum as scikit-learn's
Newton-CG finds it; how near it is at most follows from its gradient and is printed. Beside it stands scikit-learn's default solver, L-BFGS, as most
people run it and with a tolerance of 1e-8, which changes little: it also ends when the loss has stopped changing in its
ninth digit. Exit code 1 if a vocabulary differs or one of our distances is above 2e-4. Needs numpy and scikit-learn.
"""
import csv
import gzip
import pathlib
import sys
import time
import warnings

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import label_binarize

from read_model import load

BOUND = 2e-4
csv.field_size_limit(2**31 - 1)


def read(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["text"] for row in rows], [row["label"] for row in rows]


def without(label, corpus):
    kept = [(text, other) for text, other in zip(*corpus) if other != label]
    return [text for text, _ in kept], [other for _, other in kept]


def recipe():
    return TfidfVectorizer(stop_words="english", ngram_range=(1, 3), max_df=0.85, min_df=5, sublinear_tf=True, norm="l2")


def fit(features, labels, solver, tolerance):
    started = time.perf_counter()
    classifier = LogisticRegression(
        C=10, fit_intercept=False, multi_class="multinomial", solver=solver, tol=tolerance, max_iter=20000)
    classifier.fit(features, labels)
    return classifier, time.perf_counter() - started


def distance(some, other):
    return np.linalg.norm(some - other) / np.linalg.norm(other)


def bound(classifier, features, labels):
    """At most this far from the optimum, relatively: the loss is strongly convex with 1/C."""
    residual = classifier.predict_proba(features) - label_binarize(labels, classes=classifier.classes_)
    gradient = residual.T @ features + classifier.coef_ / classifier.C
    return np.linalg.norm(gradient) * classifier.C / np.linalg.norm(classifier.coef_)


def compare(name, directory, train, test):
    model = load(directory)
    started = time.perf_counter()
    vectoriser = recipe()
    features = vectoriser.fit_transform(train[0])
    vectorising = time.perf_counter() - started
    terms = list(vectoriser.get_feature_names_out())
    same = terms == model["terms"]
    print(f"{name}: {len(train[0])} documents")
    print(f"  terms     ours {len(model['terms'])}, scikit-learn {len(terms)}: {'the same' if same else 'DIFFERENT'}"
          f"   (vectorising {vectorising:.1f} s)")
    if not same:
        return False
    print(f"  idf       largest relative difference {np.max(np.abs(model['idf'] / vectoriser.idf_ - 1)):.1e}")
    held = vectoriser.transform(test[0])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its last steps are smaller than the loss can show
        exact, _ = fit(features, train[1], "newton-cg", 1e-8)
    tight, tight_seconds = fit(features, train[1], "lbfgs", 1e-8)
    usual, usual_seconds = fit(features, train[1], "lbfgs", 1e-4)
    order = [model["classes"].index(label) for label in exact.classes_]
    ours = model["weights"].astype(float)[:, order].T
    d = distance(ours, exact.coef_)
    print(f"  weights   distance to the optimum (known within {bound(exact, features, train[1]):.0e}): ours {d:.2e}"
          f"; scikit-learn's L-BFGS {distance(usual.coef_, exact.coef_):.2e} ({usual_seconds:.1f} s), with tolerance 1e-8 {distance(tight.coef_, exact.coef_):.2e} ({tight_seconds:.1f} s)")
    predicted = exact.classes_[(held @ ours.T).argmax(axis=1)]
    print(f"  accuracy  ours {np.mean(predicted == np.array(test[1])):.4f}, the optimum {exact.score(held, test[1]):.4f}"
          f", scikit-learn's L-BFGS {usual.score(held, test[1]):.4f}; ours predicts as the optimum does for"
          f" {np.mean(predicted == exact.predict(held)):.2%} of {len(test[1])} test documents")
    return d <= BOUND


if __name__ == "__main__":
    train_file, test_file, label, exported = sys.argv[1:]
    train, test = read(train_file), read(test_file)
    versions = sorted(pathlib.Path(exported).iterdir())
    base = compare("version 1", versions[0], train, test)
    new = compare("version 2, without " + label, versions[1], without(label, train), without(label, test))
    print("within" if base and new else "NOT within", f"{BOUND:g} of scikit-learn's from-scratch fits")
    sys.exit(0 if base and new else 1)
