from tests.kit.fixtures import house, sqlite_house

__all__ = ["house", "sqlite_house"]
