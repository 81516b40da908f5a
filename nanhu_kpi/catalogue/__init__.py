"""The report as data: one TOML file an area, and the loader that refuses a broken one."""
