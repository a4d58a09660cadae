#!/usr/bin/python3
"""Measures scikit-learn on the very folds on which `risk train --folds` measures us.

    /usr/bin/python3 deploy/CommandLine/baselines.py FILE TARGET SEED [EXCLUDED]... [--group COLUMN]   # python3-sklearn

Prints mean AUC of five folds and log loss of all of them together, of weights of evidence with logistic regression
(twenty bins of equal counts, missing values apart) and of HistGradientBoostingClassifier with its defaults.
"""
import csv
import gzip
import sys

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score

FOLDS, BINS, MASK = 5, 20, (1 << 64) - 1
UNKNOWN = {"", "na", "n/a", "#n/a", "n.a.", "nan", "null", "none", "?", "-", "--", "."}


def folds(target, groups, seed):
    """As services/Scoring/Engine/Samples/Folds.cs divides them."""
    units = {}
    for row in range(len(target)):
        units.setdefault(groups[row] if groups else row, []).append(row)
    units, state = list(units.values()), seed
    for i in range(len(units) - 1, 0, -1):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        other = ((z ^ (z >> 31)) * (i + 1)) >> 64
        units[i], units[other] = units[other], units[i]
    fold, following = np.zeros(len(target), int), [0, 0]
    for unit in units:
        bad = int(any(target[row] > 0 for row in unit))
        fold[unit] = following[bad] % FOLDS
        following[bad] += 1
    return fold


def number(text):
    return np.nan if text.strip().lower() in UNKNOWN else float(text)


def column(texts):
    try:
        return np.array([number(t) for t in texts]), False
    except ValueError:
        levels = {t: i for i, t in enumerate(sorted({t for t in texts if t.strip().lower() not in UNKNOWN}))}
        return np.array([levels.get(t, np.nan) for t in texts], float), True


def evidence(learnt, held, bad, is_word):
    if is_word:
        classes = lambda v: np.where(np.isnan(v), -1, v).astype(int)
    else:
        known = learnt[~np.isnan(learnt)]
        edges = np.unique(np.quantile(known, np.linspace(0, 1, BINS + 1)[1:-1])) if len(known) else np.array([])
        classes = lambda v: np.where(np.isnan(v), -1, np.searchsorted(edges, v, side="right"))
    of, woe = classes(learnt), {}
    for c in np.unique(of):
        bads, goods = bad[of == c].sum() + 0.5, (1 - bad[of == c]).sum() + 0.5
        woe[c] = np.log(goods / (1 - bad).sum() / (bads / bad.sum()))
    return tuple(np.array([woe.get(c, 0.0) for c in classes(v)]) for v in (learnt, held))


def by_evidence(x, y, words, learnt, held):
    pairs = [evidence(x[learnt, i], x[held, i], y[learnt], w) for i, w in enumerate(words)]
    fit = LogisticRegression(max_iter=2000).fit(np.column_stack([p[0] for p in pairs]), y[learnt])
    return fit.predict_proba(np.column_stack([p[1] for p in pairs]))[:, 1]


def by_boosting(x, y, words, learnt, held):
    return HistGradientBoostingClassifier(random_state=0).fit(x[learnt], y[learnt]).predict_proba(x[held])[:, 1]


def main(path, name, seed, excluded, group):
    with (gzip.open(path, "rt") if path.endswith(".gz") else open(path)) as file:
        table = list(csv.reader(file))
    names = [n.strip() for n in table[0]]
    texts = dict(zip(names, zip(*[[t.strip() for t in row] for row in table[1:]])))
    y = np.array([float(t) for t in texts[name]])
    columns = [column(texts[n]) for n in names if n not in {name, group, *excluded}]
    x, words = np.column_stack([c[0] for c in columns]), [c[1] for c in columns]
    fold, told = folds(y, texts[group] if group else None, seed), []
    for way in (by_evidence, by_boosting):
        all_held, aucs = np.zeros(len(y)), []
        for k in range(FOLDS):
            learnt, held = np.flatnonzero(fold != k), np.flatnonzero(fold == k)
            all_held[held] = way(x, y, words, learnt, held)
            aucs.append(roc_auc_score(y[held], all_held[held]))
        told.append(f"{np.mean(aucs):.4f} {log_loss(y, np.clip(all_held, 1e-9, 1 - 1e-9)):.4f}")
    print("  ".join(told))


if __name__ == "__main__":
    given = sys.argv[1:]
    by = given[given.index("--group") + 1] if "--group" in given else None
    rest = given[:given.index("--group")] if by else given
    main(rest[0], rest[1], int(rest[2]), rest[3:], by)
