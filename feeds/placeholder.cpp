namespace chokepoint {}
