"""What vendors learn of the demand for their products: asked for, refused and why, waited for."""
