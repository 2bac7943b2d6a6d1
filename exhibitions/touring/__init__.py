"""巡回: the legs of a touring show, what is loaded and unloaded on each, and the driver's list of a day."""
