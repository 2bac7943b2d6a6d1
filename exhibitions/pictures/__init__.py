"""展示の写真: what a display and its venue look like, for those who think about coming."""
