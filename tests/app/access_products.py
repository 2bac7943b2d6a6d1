"""Who may use the doors of photos, leaflets and subsidies: lines of the table in `access`."""

PRODUCTS = """
GET    /products/{product_id}/materials/{material_id}/{file_name}  everyone
GET    /vendor/products/{product_id}/materials              vendor
POST   /vendor/products/{product_id}/materials              vendor
GET    /vendor/products/{product_id}/materials/{material_id}  vendor
POST   /vendor/products/{product_id}/materials/{material_id}  vendor
POST   /vendor/products/{product_id}/materials/{material_id}/{step}  nobody
GET    /subsidies                                           everyone
GET    /subsidies/new                                       centre
POST   /subsidies/new                                       centre
GET    /subsidies/{subsidy_id}                              centre
POST   /subsidies/{subsidy_id}                              centre
"""
