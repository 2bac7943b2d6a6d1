"""試用貸出リスト: the list of what can be borrowed, as offices send it to each other, in and out.

No official form was found (DOMAIN section 5), so which column means what is proposed from its heading, put
right by a person, and remembered for whoever sent it.
"""
