"""Examples of the rules: `leadscore test` scores them by the very steps that score exports."""

from leadscore.pipeline.examples.run import names_of, run_examples

__all__ = ["names_of", "run_examples"]
