"""Which processes are alive, so that another one can take over the jobs of one that died."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from privexbot_app.models.base import now


class Executor(SQLModel, table=True):
    """A process that runs jobs; one that has not been seen for a while is dead."""

    __tablename__ = "executors"

    id: str = Field(primary_key=True, max_length=80)
    seen_at: datetime = Field(default_factory=now)
