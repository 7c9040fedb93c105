"""Our checks as expectations, for the suites and checkpoints of those who use Great Expectations.

    from reconcile.integrations.great_expectations import ExpectValuesToAgreeWithinGroup

    suite.add_expectation(ExpectValuesToAgreeWithinGroup(column="visitors", group_columns=["city", "year"]))

Importing this module makes both known by name, so that a suite saved as JSON can be loaded again; a suite that names
one and is loaded without the import loses it, as with every expectation that is not Great Expectations' own. They run
on pandas data frames. Values are read as `reconcile` reads them: docs/stated-values.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from reconcile.integrations.gx_context import MISSING, NoGreatExpectations, is_installed

if not is_installed():
    raise NoGreatExpectations(f"reconcile.integrations.great_expectations {MISSING}")

from great_expectations.compatibility import pydantic
from great_expectations.execution_engine.pandas_execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import MulticolumnMapExpectation, _style_row_condition
from great_expectations.expectations.metrics.map_metric_provider.multicolumn_condition_partial import (
    multicolumn_condition_partial,
)
from great_expectations.expectations.metrics.map_metric_provider.multicolumn_map_metric_provider import (
    MulticolumnMapMetricProvider,
)
from great_expectations.render.components import LegacyRendererType, RenderedStringTemplateContent
from great_expectations.render.renderer.renderer import renderer
from great_expectations.render.renderer_configuration import RendererConfiguration, RendererValueType
from great_expectations.render.util import num_to_str, parse_row_condition_string

from reconcile.integrations.frame_claims import Stated
from reconcile.integrations.parts_total import unmatched
from reconcile.integrations.values_agree import disagreeing

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ExpectPartsToMatchTotal", "ExpectValuesToAgreeWithinGroup"]

READING = ("column", "group_columns", "unit_column", "unit", "exact", "precision")
"""Arguments that both expectations take and that say how values are read."""


class ValuesAgreeWithinGroup(MulticolumnMapMetricProvider):
    """Metric: whether a row's value has something in common with those of the other rows of its group."""

    condition_metric_name = "multicolumn_values.reconcile.agree_within_group"
    condition_value_keys = (*READING, "time_column", "kind")

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_list: pd.DataFrame, **kwargs: Any) -> pd.Series[bool]:
        timed = kwargs["time_column"] is not None
        kind = kwargs["kind"] or ("stock" if timed else "constant")
        stated = Stated(**_reading(kwargs), kind=kind, time_column=kwargs["time_column"])
        return _flags(column_list, ~disagreeing(column_list, stated))


class PartsMatchTotal(MulticolumnMapMetricProvider):
    """Metric: whether a row is none of the parts and totals of its group that cannot all be true."""

    condition_metric_name = "multicolumn_values.reconcile.parts_match_total"
    condition_value_keys = (*READING, "member_column", "total", "members", "complete")

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_list: pd.DataFrame, **kwargs: Any) -> pd.Series[bool]:
        member, total = kwargs["member_column"], kwargs["total"]
        if len(column_list) and not (column_list[member].astype("str") == total).any():
            raise ValueError(f"the total '{total}' is nowhere in the column '{member}', so there is nothing to compare")
        broken = unmatched(
            column_list, Stated(**_reading(kwargs)), member, total, kwargs["members"] or (), kwargs["complete"]
        )
        return _flags(column_list, ~broken)


def _reading(kwargs: dict[str, Any]) -> dict[str, Any]:
    given = {name: kwargs[name] for name in READING}
    return {**given, "unit": given["unit"] or "", "exact": bool(given["exact"])}


def _flags(table: pd.DataFrame, flags: Any) -> pd.Series[bool]:
    import pandas as pd

    return pd.Series(flags, index=table.index)


class _Reading(MulticolumnMapExpectation):
    """What both expectations share: arguments that say how values are read, and their words in Data Docs."""

    column: str = pydantic.Field(min_length=1, description="The values: texts as printed, or numbers.")
    group_columns: list[str] = pydantic.Field(default=[], description="Rows with equal cells here are about the same.")
    unit_column: str | None = pydantic.Field(default=None, description="The units of the values, where they differ.")
    unit: str | None = pydantic.Field(default=None, description="The unit of the values: person, km^2, percent, …")
    exact: bool = pydantic.Field(default=False, description="Whether no number is rounded.")
    precision: float | None = pydantic.Field(default=None, gt=0, description="The step that numbers are rounded to.")
    column_list: list[str] = pydantic.Field(default=[], description="Filled in: the columns that are looked at.")
    ignore_row_if: Literal["all_values_are_missing", "any_value_is_missing", "never"] = "never"

    library_metadata: ClassVar[dict[str, Any]] = {
        "maturity": "production",
        "tags": ["reconcile", "multi-column expectation"],
        "contributors": ["reconcile"],
        "requirements": ["reconcile[gx]"],
        "has_full_test_suite": True,
        "manually_reviewed_code": True,
    }
    _library_metadata = library_metadata

    @pydantic.root_validator(pre=True)
    def _fill_in_columns(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Name the columns that are looked at, which Great Expectations wants to know as `column_list`."""
        groups = values.get("group_columns") or []
        single = [values.get(name) for name in ("member_column", "column", "time_column", "unit_column")]
        named = [*(groups if isinstance(groups, list | tuple) else []), *single]
        found = list(dict.fromkeys(name for name in named if isinstance(name, str)))
        # A list of one is refused there; the column twice does no harm.
        return {**values, "column_list": found if len(found) != 1 else found * 2}

    @classmethod
    def _words(cls, kwargs: dict[str, Any]) -> tuple[str, dict[str, str]]:
        """Return what is expected, as a template, and what stands for its `$` words."""
        raise NotImplementedError

    @classmethod
    def _told(cls, kwargs: dict[str, Any]) -> tuple[str, dict[str, str]]:
        template, params = cls._words(kwargs)
        mostly = kwargs.get("mostly")
        if isinstance(mostly, int | float) and mostly < 1:
            params["mostly_pct"] = num_to_str(mostly * 100, no_scientific=True)
            template += " At least $mostly_pct % of the rows have to."
        return template, params

    @classmethod
    def _prescriptive_template(cls, renderer_configuration: RendererConfiguration[Any]) -> RendererConfiguration[Any]:
        template, params = cls._told(renderer_configuration.kwargs)
        for name, text in params.items():
            renderer_configuration.add_param(name=name, param_type=RendererValueType.STRING, value=text)
        renderer_configuration.template_str = template
        return renderer_configuration

    @classmethod
    @renderer(renderer_type=LegacyRendererType.PRESCRIPTIVE)
    def _prescriptive_renderer(
        cls,
        configuration: Any = None,
        result: Any = None,
        runtime_configuration: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> list[RenderedStringTemplateContent]:
        configuration = configuration or result.expectation_config
        styling = (runtime_configuration or {}).get("styling")
        template, params = cls._told(configuration.kwargs)
        condition = configuration.kwargs.get("row_condition")
        if condition is not None:
            template, styling = _style_row_condition(parse_row_condition_string(condition), template, params, styling)
        content = {"template": template, "params": params, "styling": styling}
        return [RenderedStringTemplateContent(content_block_type="string_template", string_template=content)]


class ExpectValuesToAgreeWithinGroup(_Reading):
    """Expect the values that are stated for one thing to agree, read as a person reads them.

    Two values agree where some number is allowed by both: `1,700` and `1,692`, since `1,700` may be rounded; `about
    1,700` and `1,800`; `more than 400` and `450`. `1,700` and `1,800` do not. Every row that excludes another of its
    group fails, whoever is right; so does a row whose value can't be read. Rows without a value, or without a cell in
    a group column, pass.

    Args:
        column: The values: texts as printed, or numbers.
        group_columns: The columns that say what a value is about. Rows with equal cells are held together.
        time_column: The time of each value: a year, a date, `2017-12`, `early 2017`. Values of times that can't be
            the same are not held together; a row without a time is held against all.
        unit_column: The unit of each value; they are converted.
        unit: The unit to compare in: `person`, `km^2`, `percent`. A unit that nobody measures in counts things.
        kind: `constant`, `stock`, `cumulative`, `flow` or `share`; `constant` without times, `stock` with.
        exact: Take every number as that value alone.
        precision: The step that numbers are rounded to, 100 for hundreds.
        mostly: Succeed where at least this fraction of rows agree.
    """

    group_columns: list[str] = pydantic.Field(min_items=1, description="Rows with equal cells are about the same.")
    time_column: str | None = pydantic.Field(default=None, description="The time of each value.")
    kind: Literal["constant", "stock", "cumulative", "flow", "share"] | None = pydantic.Field(
        default=None, description="When values are about the same time; constant without times, stock with."
    )

    map_metric = ValuesAgreeWithinGroup.condition_metric_name
    success_keys = (*READING, "time_column", "kind", "mostly")
    args_keys = ("column", "group_columns")

    @classmethod
    def _words(cls, kwargs: dict[str, Any]) -> tuple[str, dict[str, str]]:
        template = "$column: values given for the same $groups"
        params = {"column": str(kwargs.get("column")), "groups": _joined(kwargs.get("group_columns"))}
        if kwargs.get("time_column"):
            template += ", at the same time by $time_column,"
            params["time_column"] = str(kwargs["time_column"])
        return f"{template} must agree. {_how(kwargs, params)}", params


class ExpectPartsToMatchTotal(_Reading):
    """Expect the parts of a total to make it up, or not to exceed it, with rounding taken for what it is.

    `40`, `30` and `28` make `100`, which may be rounded; `40`, `30` and `45` do not. The rows that fail are the fewest
    that can't all be true, the total among them, and rows whose value can't be read. Rows of other members, without a
    value or without a cell in a group column pass. A total that the table never names is an error, not a success.

    Args:
        column: The values: texts as printed, or numbers.
        member_column: The column that says which part a value is of, and which is the total.
        total: What that column says of the total.
        group_columns: Parts and total are held together where these cells are equal; the whole table without.
        members: The parts; every other member but the total without.
        complete: Whether the parts make up the total. Where one of a group is missing, and with `false`, they may only
            not exceed it.
        unit_column, unit, exact, precision: As in `ExpectValuesToAgreeWithinGroup`.
        mostly: Succeed where at least this fraction of rows match.
    """

    member_column: str = pydantic.Field(min_length=1, description="Which part a value is of.")
    total: str = pydantic.Field(min_length=1, description="What that column says of the total.")
    members: list[str] | None = pydantic.Field(default=None, description="The parts; every other member without.")
    complete: bool = pydantic.Field(default=True, description="Whether the parts make up the total.")

    map_metric = PartsMatchTotal.condition_metric_name
    success_keys = (*READING, "member_column", "total", "members", "complete", "mostly")
    args_keys = ("column", "member_column", "total")

    @classmethod
    def _words(cls, kwargs: dict[str, Any]) -> tuple[str, dict[str, str]]:
        names = ("column", "member_column", "total")
        params = {name: str(kwargs.get(name)) for name in names}
        parts = "all other $member_column"
        if kwargs.get("members"):
            parts, params["parts"] = "$parts", _joined(kwargs["members"])
        each = ""
        if kwargs.get("group_columns"):
            each, params["groups"] = " for the same $groups", _joined(kwargs["group_columns"])
        what = "must add up to" if kwargs.get("complete", True) else "may not add up to more than"
        return f"$column: {parts} {what} $total{each}. {_how(kwargs, params)}", params


def _joined(names: Any) -> str:
    return ", ".join(str(name) for name in names or ())


def _how(kwargs: dict[str, Any], params: dict[str, str]) -> str:
    """Return how values are read, for Data Docs; adds what it names to `params`."""
    unit = ""
    if kwargs.get("unit"):
        unit, params["unit"] = " In $unit.", str(kwargs["unit"])
    if kwargs.get("exact"):
        return f"Every number is exact.{unit}"
    if kwargs.get("precision"):
        params["precision"] = f"{kwargs['precision']:,g}"
        return f"Numbers are rounded to $precision.{unit}"
    return f"Read as printed: 1,700 may be rounded from 1,692, “about 1,700” reaches further.{unit}"
