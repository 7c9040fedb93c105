"""A Great Expectations context of our own: in memory, silent, and put away again.

Great Expectations keeps the context that was made last for the whole process. A caller's own is put back.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from reconcile.errors import ReconcileError

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations.data_context.data_context.ephemeral_data_context import EphemeralDataContext
    from great_expectations.validator.v1_validator import Validator

MISSING = "needs Great Expectations; install it with: pip install 'reconcile[gx]'"
"""What is said where the package is not installed."""


class NoGreatExpectations(ReconcileError):
    """Great Expectations is asked for and not installed."""


def is_installed() -> bool:
    """Say whether Great Expectations can be imported, without importing it."""
    return find_spec("great_expectations") is not None


@contextmanager
def quiet_context() -> Iterator[EphemeralDataContext]:
    """Give a context that lives in memory, shows no progress, sends nothing and touches no file.

    Within it Great Expectations' own deprecation warnings and log lines are off: what an expectation can't do comes
    back in its result.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        warnings.filterwarnings("ignore", category=FutureWarning, module=r"great_expectations\.")
        warnings.filterwarnings("ignore", category=UserWarning, module=r"great_expectations\.")
        import great_expectations as gx
        from great_expectations.data_context.data_context.context_factory import project_manager
        from great_expectations.data_context.types.base import (
            DataContextConfig,
            InMemoryStoreBackendDefaults,
            ProgressBarsConfig,
        )

        before = _current(project_manager)
        logger = logging.getLogger("great_expectations")
        level = logger.level
        try:
            logger.setLevel(logging.CRITICAL)
            # Whatever settings of a hosted account lie about: an ephemeral context reads none of them.
            # Without a configuration it would ask for a temporary folder for Data Docs.
            memory = DataContextConfig(store_backend_defaults=InMemoryStoreBackendDefaults())
            context = gx.get_context(project_config=memory, mode="ephemeral")
            context.variables.progress_bars = ProgressBarsConfig(globally=False)
            yield context
        finally:
            logger.setLevel(level)
            project_manager.set_project(before)


def _current(project_manager: Any) -> Any:
    from great_expectations.exceptions.exceptions import DataContextRequiredError

    try:
        return project_manager.get_current_project()
    except DataContextRequiredError:
        return None


def validator_of(context: EphemeralDataContext, table: pd.DataFrame, shown: int) -> Validator:
    """Return what holds one expectation after another against a table; `shown` failing rows of each are named.

    The form of results is SUMMARY with row numbers, which is bounded: COMPLETE lists every failing value and is many
    times slower. One validator for all: each new one hashes the whole table.
    """
    from great_expectations.validator.v1_validator import Validator

    form = {"result_format": "SUMMARY", "partial_unexpected_count": shown, "return_unexpected_index_query": False}
    asset = context.data_sources.add_pandas("reconcile").add_dataframe_asset("claims")
    whole = asset.add_batch_definition_whole_dataframe("all")
    return Validator(whole, result_format=form, batch_parameters={"dataframe": table})
