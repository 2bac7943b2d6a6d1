"""The times of day that forms offer, as minutes since midnight."""

QUARTER = 15
EARLIEST, LATEST = 6 * 60, 22 * 60
QUARTER_HOURS = [
    (str(at), f"{at // 60:02}:{at % 60:02}") for at in range(EARLIEST, LATEST + QUARTER, QUARTER)
]
