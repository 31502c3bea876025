"""The monthly report (办理情况月报): drafted from the counts, edited by the quality office, approved by somebody else, frozen."""
