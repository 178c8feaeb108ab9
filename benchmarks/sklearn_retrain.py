#!/usr/bin/env python3
# Copyright the Expunge authors.
# SPDX-License-Identifier: Apache-2.0
"""Retrains without a class with scikit-learn, and makes the published update step with SciPy, on the recipe the engine uses.

Prints one JSON object: seconds of vectorising, of fitting and of the step (a list each, one number a run), and what came
of it. With --weights the coefficients are written as little-endian doubles, features x classes, terms in code-point order.
"""

import argparse
import csv
import gzip
import json
import sys
import time

import numpy
import scipy
import sklearn
from scipy.sparse.linalg import LinearOperator, cg
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

INVERSE_REGULARISATION = 10.0
STEP_TOLERANCE = 1e-3
STEP_ITERATIONS = 300


def read(path):
    csv.field_size_limit(sys.maxsize)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [row["text"] for row in rows], numpy.array([row["label"] for row in rows])


def vectoriser():
    return TfidfVectorizer(
        ngram_range=(1, 3), stop_words="english", min_df=5, max_df=0.85, sublinear_tf=True, norm="l2"
    )


def classifier():
    return LogisticRegression(C=INVERSE_REGULARISATION, fit_intercept=False, max_iter=2000)


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def published_step(features, labels, removed, fitted):
    """W + H^-1 g at the model fitted to all documents, H over all documents; the removed row is left out at the end."""
    weights = fitted.coef_
    classes = list(fitted.classes_)
    probabilities = fitted.predict_proba(features)
    forgotten = labels == removed
    residual = probabilities[forgotten].copy()
    residual[:, classes.index(removed)] -= 1
    gradient = numpy.asarray((features[forgotten].T @ residual).T)

    def product(vector):
        direction = vector.reshape(weights.shape)
        scores = features @ direction.T
        curvature = probabilities * (scores - (probabilities * scores).sum(axis=1, keepdims=True))
        return ((features.T @ curvature).T + direction / INVERSE_REGULARISATION).ravel()

    size = weights.size
    operator = LinearOperator((size, size), matvec=product)
    try:
        step, _ = cg(operator, gradient.ravel(), rtol=STEP_TOLERANCE, maxiter=STEP_ITERATIONS)
    except TypeError:  # before SciPy 1.12
        step, _ = cg(operator, gradient.ravel(), tol=STEP_TOLERANCE, maxiter=STEP_ITERATIONS)
    moved = weights + step.reshape(weights.shape)
    return numpy.delete(moved, classes.index(removed), axis=0)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--train", required=True)
    arguments.add_argument("--test", required=True)
    arguments.add_argument("--remove", required=True)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--weights")
    asked = arguments.parse_args()

    texts, labels = read(asked.train)
    test_texts, test_labels = read(asked.test)
    kept = labels != asked.remove
    kept_texts = [text for text, keep in zip(texts, kept) if keep]
    vectorising, fitting, stepping = [], [], []
    for run in range(asked.runs):
        fresh = vectoriser()
        seconds, matrix = timed(lambda: fresh.fit_transform(kept_texts))
        vectorising.append(seconds)
        model = classifier()
        seconds, _ = timed(lambda: model.fit(matrix, labels[kept]))
        fitting.append(seconds)
        print(f"  scikit-learn run {run + 1} of {asked.runs}: fit {seconds:.2f} s", file=sys.stderr, flush=True)
    kept_test = test_labels != asked.remove
    test = fresh.transform([text for text, keep in zip(test_texts, kept_test) if keep])
    accuracy = float((model.predict(test) == test_labels[kept_test]).mean())
    if asked.weights:
        coefficients = model.coef_ if len(model.classes_) > 2 else numpy.vstack([-model.coef_, model.coef_]) / 2
        coefficients.T.astype("<f8").tofile(asked.weights)

    everything = vectoriser().fit_transform(texts)
    base = classifier().fit(everything, labels)
    for run in range(asked.runs):
        seconds, _ = timed(lambda: published_step(everything, labels, asked.remove, base))
        stepping.append(seconds)
    print(json.dumps({
        "scikit_learn": sklearn.__version__,
        "scipy": scipy.__version__,
        "documents": int(matrix.shape[0]),
        "features": int(matrix.shape[1]),
        "iterations": int(numpy.max(model.n_iter_)),
        "accuracy": accuracy,
        "vectorise_seconds": vectorising,
        "fit_seconds": fitting,
        "published_step_seconds": stepping,
    }))


if __name__ == "__main__":
    main()
