"""Compares two models on the same pictures and shows where the new one is worse."""


def worse(old: dict[str, bool], new: dict[str, bool]) -> list[str]:
    return sorted(name for name, right in old.items() if right and not new.get(name, False))
