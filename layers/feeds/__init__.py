"""What is new of a view, for programs that look again: Atom for feed readers, iCalendar for calendars."""

from layers.feeds.addresses import Addresses, app_addresses
from layers.feeds.atom import atom
from layers.feeds.calendar import calendar
from layers.feeds.words import title

__all__ = ["Addresses", "app_addresses", "atom", "calendar", "title"]
