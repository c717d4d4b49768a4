"""Evenings of one-to-one meetings: who meets whom, in which round, at which table.

``plan`` makes a plan and proves how good it is, ``replan`` changes its future, ``check`` believes
neither. Everything counts from 0; candidates are rows, hosts are columns.
"""
