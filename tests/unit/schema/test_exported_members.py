import leadscore.schema


def test_the_package_exports_what_it_imports() -> None:
    found = {
        name
        for name, value in vars(leadscore.schema).items()
        if not name.startswith("_") and not _is_module(value)
    }
    assert set(leadscore.schema.__all__) == found - {"annotations"}


def _is_module(value: object) -> bool:
    return type(value).__name__ == "module"
