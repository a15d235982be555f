"""A strict compiler from typed Python to ES2022: what it cannot keep the meaning of, it refuses with file and line."""

from widget_py.compiler.modules import Module, compile_modules, write_modules
from widget_py.compiler.refused import Problem, Refused

__all__ = ["Module", "Problem", "Refused", "compile_modules", "write_modules"]
