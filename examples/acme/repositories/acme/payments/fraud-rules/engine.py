"""Decides whether an order waits for a human look."""


def holds(rule: dict, order: dict) -> bool:
    return all(_true(cond, order) for cond in rule["hold_if"]["all"])


def _true(cond: dict, order: dict) -> bool:
    ((field, test),) = cond.items()
    value = order[field]
    if "at_least" in test:
        return value >= test["at_least"]
    return value < test["below"]
