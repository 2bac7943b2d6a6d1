"""来場予約: when a display receives visitors, who comes, and how they change their mind."""
