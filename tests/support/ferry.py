"""The paragraphs of an article, for the pages that tests make of them."""

URL = "https://quay.example/ferry"
ARTICLE = (
    "The first ferry leaves ten minutes earlier from Monday, because the tide tables have changed, the office said.",
    "Passengers with weekly tickets need not do anything, and the bus that meets the boat will wait for it.",
    "Complaints can be sent to the office, which promises a reply within a week, or made in person at the quay.",
    "In winter the last boat sails at nine, as it has for thirty years, unless the wind comes from the north.",
    "The harbour master will explain the change on Friday evening, with slides, in the hall above the fish market.",
    "Dogs travel free, which is not new, but has been added to the timetable at the request of several dogs.",
)
