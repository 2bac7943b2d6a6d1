"""差異の記録: what a unit lacked when it came, against how it went, and what its parties made of it."""
