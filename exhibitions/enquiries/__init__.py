"""「借りて試してみたい」: what a visitor without an account asks from the page behind an exhibit's code."""
