from tests.kit.fixtures import first_keys, house, sqlite_house

__all__ = ["first_keys", "house", "sqlite_house"]
