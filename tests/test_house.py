"""The house keeps its order: one name means one thing."""

from __future__ import annotations

import ast
from collections import defaultdict

from tests.support.views import ROOT


def test_a_class_name_means_one_thing() -> None:
    places = defaultdict(list)
    for path in sorted((ROOT / "nanhu_kpi").rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(path.relative_to(ROOT).as_posix())
    assert len(places) > 100
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
