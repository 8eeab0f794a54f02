"""Whole funnels from a wish: the shape of a draft, its words written offline, and its pages drawn."""
