"""Tools for the people who keep lexicons: check, count, search, explain, compare, import, export."""
