#!/usr/bin/python3
"""Writes what the agreement tests compare with: answers of XGBoost and scikit-learn on rows that both sides make.

    /usr/bin/python3 tests/Scoring/Engine/Reference/reference.py        # Debian: python3-xgboost python3-sklearn

Rows come from SplitMix64 with seed 20260101, as Engine/Samples/SeededRandom.cs makes them, so they need not be stored.
"""
import json
import os

import numpy as np
import xgboost
from scipy.stats import chi2, ks_2samp, norm
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
write("contributions.f32", model.predict(xgboost.DMatrix(x), pred_contribs=True))

words = np.floor((np.nan_to_num(x[:, 4:6]) + 1) * 3).astype(np.float32)
mixed = np.column_stack([x[:, :4], words])
outcome = (y ^ (words[:, 0] == 2)).astype(int)
types = ["q"] * 4 + ["c"] * 2
named = xgboost.DMatrix(mixed, outcome, feature_types=types)
model = xgboost.train({"objective": "binary:logistic", "max_depth": 3, "eta": 0.3, "tree_method": "approx",
                       "max_cat_to_onehot": 1, "nthread": 2}, named, 10)
model.save_model(os.path.join(FOLDER, "words.json"))
write("words.f32", model.predict(named, output_margin=True))
write("word-contributions.f32", model.predict(named, pred_contribs=True)[:2000])

plain = np.nan_to_num(x).astype(np.float64)
logistic = LogisticRegression(C=0.2, solver="newton-cg", tol=1e-12, max_iter=1000).fit(plain, y)
probability = 1 / (1 + np.exp(-margins.astype(np.float64)))
steps = IsotonicRegression().fit(margins[:1000], y[:1000]).predict(margins[:1000])


def information(inputs, p, ridge):
    """Second derivatives of the penalised likelihood, the constant first."""
    full = np.column_stack([np.ones(len(inputs)), inputs])
    return full.T @ (full * (p * (1 - p))[:, None]) + ridge * np.diag([0] + [1] * inputs.shape[1])


def placements(score, outcome):
    """DeLong's components by comparing every bad case with every good one."""
    pairs = np.sign(score[outcome == 1][:, None] - score[outcome == 0][None, :]) / 2 + 0.5
    return pairs.mean(axis=1), pairs.mean(axis=0)


def delong(first, second, outcome):
    (bad, good), (other_bad, other_good) = placements(first, outcome), placements(second, outcome)
    between = np.cov(bad, other_bad) / len(bad) + np.cov(good, other_good) / len(good)
    return np.sqrt(between[0, 0]), np.sqrt(between[0, 0] + between[1, 1] - 2 * between[0, 1])


def hosmer_lemeshow(p, outcome):
    order, total = np.argsort(p, kind="stable"), 0
    for g in range(10):
        rows = order[g * len(p) // 10:(g + 1) * len(p) // 10]
        total += (outcome[rows].sum() - p[rows].sum()) ** 2 / (p[rows] * (1 - p[rows])).sum()
    return total, chi2.sf(total, 10)


def evidence():
    """Weights of evidence over the bins of bins.json and the regression on them, the smoothing as classing has it."""
    with open(os.path.join(FOLDER, "bins.json")) as file:
        bins = json.load(file)
    told, columns = {}, []
    rate, rarer = y.mean(), min(y.sum(), len(y) - y.sum())
    for name, edges in bins.items():
        value = x[:, int(name[1:])].astype(np.float64)
        place = np.where(np.isnan(value), len(edges) + 1, np.searchsorted(edges, value, side="right"))
        absent = np.isnan(value)
        met = max((y[absent] == (y.mean() <= 0.5)).sum(), absent.sum() * rarer / len(y))
        of_absent = max(1, 5 * len(y) / rarer * 25 / (25 + met ** 2))
        prior = np.where(np.arange(len(edges) + 2) == len(edges) + 1, of_absent, 1)
        bad = np.bincount(place, y, len(edges) + 2) + prior * rate
        good = np.bincount(place, 1 - y, len(edges) + 2) + prior * (1 - rate)
        weight = np.log(good / (len(y) - y.sum())) - np.log(bad / y.sum())
        told[name] = weight.tolist()
        columns.append(weight[place])
    inputs = np.column_stack(columns)
    fit = LogisticRegression(C=0.2, solver="newton-cg", tol=1e-12, max_iter=1000).fit(inputs, y)
    errors = np.sqrt(np.diag(np.linalg.inv(information(inputs, fit.predict_proba(inputs)[:, 1], 5))))
    return {"weights": told, "constant": fit.intercept_[0], "coefficients": fit.coef_[0].tolist(),
            "standard_errors": errors[1:].tolist(),
            "vif": np.diag(np.linalg.inv(np.corrcoef(inputs, rowvar=False))).tolist()}


few, short = slice(0, 2000), np.nan_to_num(x[:2000, 0])
error, difference = delong(margins[few], short, y[few])
statistic, chance = hosmer_lemeshow(probability, y)
spread = probability * (1 - probability)
spiegelhalter = ((y - probability) * (1 - 2 * probability)).sum() / np.sqrt(((1 - 2 * probability) ** 2 * spread).sum())
errors = np.sqrt(np.diag(np.linalg.inv(information(plain, logistic.predict_proba(plain)[:, 1], 5))))
with open(os.path.join(FOLDER, "sklearn.json"), "w") as file:
    json.dump({"constant": logistic.intercept_[0], "coefficients": logistic.coef_[0].tolist(),
               "standard_errors": errors.tolist(), "auc": roc_auc_score(y, margins),
               "brier": brier_score_loss(y, probability), "log_loss": log_loss(y, probability),
               "isotonic_brier": brier_score_loss(y[:1000], steps),
               "ks": ks_2samp(margins[y == 1], margins[y == 0]).statistic, "delong_error": error,
               "delong_difference_error": difference, "hosmer_lemeshow": statistic, "hosmer_lemeshow_p": chance,
               "spiegelhalter": spiegelhalter, "spiegelhalter_p": 2 * norm.sf(abs(spiegelhalter)),
               "normal_tails": {z: norm.sf(float(z)) for z in ("-1.5", "0", "0.3", "1.959963984540054", "6", "12")},
               "chi2_tails": {f"{v} {d}": chi2.sf(v, d) for v, d in
                              ((0.1, 1), (3.841458820694124, 1), (7, 10), (25, 10), (90, 10), (250, 200))},
               "evidence": evidence()}, file, indent=1)
    file.write("\n")
