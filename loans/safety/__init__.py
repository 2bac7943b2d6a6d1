"""事故・ヒヤリハット: accidents and near misses of trials, apart from damage (DOMAIN section 4)."""
