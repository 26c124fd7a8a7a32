"""The regression: it finds what there is to find, whatever the form of its rows."""

from __future__ import annotations

import numpy as np
import pytest
from tests.score.softmax import Dense, fit, sparse, vocabulary

ROWS = [("a",), ("a", "c"), ("b",), ("b", "c"), ("c",), ()] * 20
TRUTH = np.array([1, 1, 2, 2, 0, 0] * 20)


def test_features_are_learned_for_what_they_stand_for() -> None:
    known = vocabulary(ROWS, 2)
    data = sparse(ROWS, known)

    weights, bias = fit(data, TRUTH, 3, 0.01, np.ones(len(ROWS)))

    assert ((data.times(weights) + bias).argmax(axis=1) == TRUTH).all()
    assert weights[known["a"]].argmax() == 1


def test_dense_and_sparse_rows_give_the_same() -> None:
    known = vocabulary(ROWS, 2)
    dense = Dense(np.array([[float(name in row) for name in known] for row in ROWS]))

    one, _ = fit(sparse(ROWS, known), TRUTH, 3, 1.0, np.ones(len(ROWS)))
    other, _ = fit(dense, TRUTH, 3, 1.0, np.ones(len(ROWS)))

    assert one == pytest.approx(other, abs=1e-6)


def test_the_found_weights_are_the_least_of_the_loss() -> None:
    known = vocabulary(ROWS, 2)
    data, worth = sparse(ROWS, known), np.ones(len(ROWS))
    weights, bias = fit(data, TRUTH, 3, 1.0, worth)
    total = data.times(weights) + bias
    chances = np.exp(total) / np.exp(total).sum(axis=1, keepdims=True)

    slope = data.transposed_times(chances - np.eye(3)[TRUTH]) + weights

    assert np.abs(slope).max() < 0.5


def test_a_rare_feature_is_not_learned() -> None:
    assert "rare" not in vocabulary([*ROWS, ("rare",)], 2)


def test_a_row_of_no_worth_teaches_nothing() -> None:
    worth = np.array([float(truth != 2) for truth in TRUTH])
    known = vocabulary(ROWS, 2)

    weights, bias = fit(sparse(ROWS, known), TRUTH, 3, 0.01, worth)

    assert (weights[known["b"]] + bias).argmax() != 2
