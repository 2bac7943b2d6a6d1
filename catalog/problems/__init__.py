"""The ways in by what a facility wants to solve, as the centre keeps them."""
