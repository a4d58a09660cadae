#!/usr/bin/python3
"""Writes what the agreement tests compare with: answers of XGBoost and scikit-learn on rows that both sides make.

    /usr/bin/python3 tests/Scoring/Engine/Reference/reference.py        # Debian: python3-xgboost python3-sklearn

Rows come from SplitMix64 with seed 20260101, as Engine/Samples/SeededRandom.cs makes them, so they need not be stored.
"""
import json
import os

import numpy as np
import xgboost
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

ROWS, INPUTS, MASK = 10_000, 8, (1 << 64) - 1
FOLDER = os.path.dirname(os.path.abspath(__file__))


def shares(count, seed):
    numbers, state = np.empty(count), seed
    for i in range(count):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        numbers[i] = ((z ^ (z >> 31)) >> 11) / float(1 << 53)
    return numbers


def rows():
    """One in eight is missing; the rest are from -1 to 1. The last number of a row draws its outcome."""
    drawn = shares(ROWS * (2 * INPUTS + 1), 20260101).reshape(ROWS, 2 * INPUTS + 1)
    x = (2 * drawn[:, :INPUTS] - 1).astype(np.float32)
    x[drawn[:, INPUTS:2 * INPUTS] < 0.125] = np.nan
    known = np.nan_to_num(x).astype(np.float64)
    margin = 2 * known[:, 0] - known[:, 1] + 3 * known[:, 2] * known[:, 3] - 1
    return x, (drawn[:, -1] < 1 / (1 + np.exp(-margin))).astype(int)


def write(name, numbers):
    np.asarray(numbers, dtype="<f4").tofile(os.path.join(FOLDER, name))


x, y = rows()
data = xgboost.DMatrix(x, y)
model = xgboost.train({"objective": "binary:logistic", "max_depth": 4, "eta": 0.1, "base_score": 0.3,
                       "tree_method": "hist", "nthread": 2}, data, 40)
model.save_model(os.path.join(FOLDER, "trees.json"))
margins = model.predict(data, output_margin=True)
write("margins.f32", margins)
write("contributions.f32", model.predict(xgboost.DMatrix(x[:500]), pred_contribs=True))

words = np.floor((np.nan_to_num(x[:, 4:6]) + 1) * 3).astype(np.float32)
mixed = np.column_stack([x[:, :4], words])
outcome = (y ^ (words[:, 0] == 2)).astype(int)
types = ["q"] * 4 + ["c"] * 2
named = xgboost.DMatrix(mixed, outcome, feature_types=types)
model = xgboost.train({"objective": "binary:logistic", "max_depth": 3, "eta": 0.3, "tree_method": "approx",
                       "max_cat_to_onehot": 1, "nthread": 2}, named, 10)
model.save_model(os.path.join(FOLDER, "words.json"))
write("words.f32", model.predict(named, output_margin=True))

plain = np.nan_to_num(x).astype(np.float64)
logistic = LogisticRegression(C=0.2, solver="newton-cg", tol=1e-12, max_iter=1000).fit(plain, y)
probability = 1 / (1 + np.exp(-margins.astype(np.float64)))
steps = IsotonicRegression().fit(margins[:1000], y[:1000]).predict(margins[:1000])
with open(os.path.join(FOLDER, "sklearn.json"), "w") as file:
    json.dump({"constant": logistic.intercept_[0], "coefficients": logistic.coef_[0].tolist(),
               "auc": roc_auc_score(y, margins), "brier": brier_score_loss(y, probability),
               "log_loss": log_loss(y, probability), "isotonic_brier": brier_score_loss(y[:1000], steps)}, file, indent=1)
    file.write("\n")
