"""Questions about batches: lists, what is published, the rows behind a finding."""

from doudi.exchange.selectors.people import RecordLine, record_lines, records_of_person
from doudi.exchange.selectors.published import published_batches
from doudi.exchange.selectors.records import Record, records

__all__ = ["Record", "RecordLine", "published_batches", "record_lines", "records", "records_of_person"]
