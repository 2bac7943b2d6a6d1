"""台帳: what is written down of each unit, who may change it, and the register as a file."""
