"""What a template from elsewhere may try: each payload ends at once, in a problem.

Most of these got through Jinja2's own sandbox or filled the memory there.
"""

from __future__ import annotations

import resource
from pathlib import Path

import pytest
from composing import written

FORBIDDEN = {
    # Ways to Python's own objects
    "class walk": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "class by item": "{{ ''['__class__'] }}",
    "attr filter": "{{ '' | attr('__class__') }}",
    "attribute argument": "{{ proposals | map(attribute='__class__') | list }}",
    "attribute path": "{{ proposals | map(attribute='theme.__class__') | list }}",
    "selectattr": "{{ proposals | selectattr('__init__') | list }}",
    "globals of a macro": "{% macro m() %}{% endmacro %}{{ m.__globals__ }}",
    "self": "{{ self._TemplateReference__context }}",
    "str.format": "{{ '{0.__class__}'.format(issue) }}",
    "format_map": "{{ '{x}'.format_map(issue) }}",
    "format filter": "{{ '%s' | format(issue) }}",
    "lipsum": "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "cycler": "{{ cycler.__init__.__globals__ }}",
    "joiner": "{{ joiner('x') }}",
    "namespace": "{% set n = namespace(a=1) %}{% set n.a = 2 %}",
    "request": "{{ request.application.__globals__ }}",
    "config": "{{ config }}",
    "environment": "{{ self.environment }}",
    "private field": "{{ issue._fields }}",
    "private name": "{{ _turns }}",
    "own counter": "{{ _step(0) }}",
    "star arguments": "{{ toc(*[1]) }}",
    "double star": "{{ toc(**issue) }}",
    # Methods that act
    "method of a list": "{{ proposals.clear() }}",
    "method of a text": "{{ issue.series.encode() }}",
    "do": "{% do proposals.append(1) %}",
    "debug": "{% debug %}",
    # Files
    "include by path": "{% include '/etc/passwd' %}",
    "include by parent": "{% include '../../etc/passwd' %}",
    "include by value": "{% include issue.series %}",
    "import by list": "{% include ['a', 'b'] %}",
    "extends by value": "{% extends issue.series %}",
    # Markup that escapes nothing
    "safe filter": "{{ issue.series | safe }}",
    "autoescape": "{% autoescape false %}{{ issue.series }}{% endautoescape %}",
    # Growth
    "multiplied text": "{{ 'x' * 999999999 }}",
    "power": "{{ 9 ** 9 ** 9 }}",
    "range": "{% for i in range(999999999) %}{% endfor %}",
    "percent": "{{ '%999999999d' % 1 }}",
    "center": "{{ 'x' | center(999999999) }}",
    "indent": "{{ issue.series | indent(999999999) }}",
    "pprint": "{{ issue | pprint }}",
    "huge number": "{{ " + "9" * 5000 + " }}",
    "deep parentheses": "{{ " + "(" * 500 + "1" + ")" * 500 + " }}",
    "deep blocks": "{% if 1 %}" * 40 + "{% endif %}" * 40,
    "long chain": "{{ 1" + " + 1" * 20_000 + " }}",
    "slice": "{{ issue.series[0:3] }}",
    "map": "{{ {'a': 1} }}",
}

BOUNDED = {
    "loops in loops": "{% set x = ["
    + ",".join("1" * 1 for _ in range(1000))
    + "] %}{% for a in x %}{% for b in x %}{% for c in x %}{% endfor %}{% endfor %}{% endfor %}",
    "doubling by ~": "{% set a0 = 'xxxxxxxxxx' %}"
    + "".join(f"{{% set a{i + 1} = a{i} ~ a{i} %}}" for i in range(40))
    + "{{ a40 }}",
    "doubling by +": "{% set a0 = 'xxxxxxxxxx' %}"
    + "".join(f"{{% set a{i + 1} = a{i} + a{i} %}}" for i in range(40)),
    "doubling a list": "{% set a0 = [1, 2] %}"
    + "".join(f"{{% set a{i + 1} = a{i} + a{i} %}}" for i in range(40)),
    "nested lists": "{% set a0 = [1] %}"
    + "".join(f"{{% set a{i + 1} = [a{i}, a{i}] %}}" for i in range(40)),
    "doubling by replace": "{% set a0 = 'xxxxxxxxxx' %}"
    + "".join(f"{{% set a{i + 1} = a{i} | replace('x', 'xxxxxxxxxx') %}}" for i in range(12)),
    "doubling by join": "{% set a0 = 'xxxxxxxxxx' %}"
    + "".join(f"{{% set a{i + 1} = [a{i}, a{i}] | join %}}" for i in range(40)),
    "doubling by set block": "{% set a0 %}xxxxxxxxxx{% endset %}"
    + "".join(f"{{% set a{i + 1} %}}{{{{ a{i} }}}}{{{{ a{i} }}}}{{% endset %}}" for i in range(40)),
    "doubling macros": "{% macro m0() %}xxxxxxxxxx{% endmacro %}"
    + "".join(
        f"{{% macro m{i + 1}() %}}{{{{ m{i}() }}}}{{{{ m{i}() }}}}{{% endmacro %}}"
        for i in range(40)
    )
    + "{{ m40() }}",
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "two macros that call each other": "{% macro a() %}{{ b() }}{% endmacro %}"
    "{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
    "a template that includes itself": "{% include 'case' %}",
    "growing numbers": "{% set a0 = 9 %}"
    + "".join(f"{{% set a{i + 1} = a{i} + a{i} %}}" for i in range(80)),
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_is_not_allowed_is_never_run(name: str, tmp_path: Path) -> None:
    document, problems = written(FORBIDDEN[name], tmp_path)
    assert document is None
    assert all(p.place is not None and p.place.file for p in problems if p.is_error)


@pytest.mark.parametrize("name", BOUNDED)
def test_what_would_grow_is_stopped(name: str, tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    document, problems = written(BOUNDED[name], tmp_path)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert document is None
    assert [p.code for p in problems if p.is_error]
    assert grown < 150_000, f"{grown} kB"


def test_a_long_but_honest_template_is_composed(tmp_path: Path) -> None:
    body = "{% for p in proposals %}{% for q in proposals %}{{ p.summary }}\n\n{% endfor %}{% endfor %}"
    document, problems = written(body * 50, tmp_path)
    assert document is not None, problems
    assert len(document.blocks) == 1 + 50 * 4


def test_a_constant_text_is_text(tmp_path: Path) -> None:
    document, _ = written("{{ '<b>*x*</b>' }}", tmp_path)
    assert document is not None
    assert document.blocks[-1].children[0].value == "<b>*x*</b>"
