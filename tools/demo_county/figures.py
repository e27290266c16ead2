"""Hold the published shares the population is drawn from.

Where each comes from, and which are estimates (估算), stands in docs/explanation/demo-county.md.
"""

# Seventh national census (第七次全国人口普查, 2020-11-01), people by five-year age group, ten thousands.
AGE_GROUPS = {
    0: 7788, 5: 9024, 10: 8526, 15: 7268, 20: 7494, 25: 9185, 30: 12415, 35: 9901, 40: 9295, 45: 11422,
    50: 12116, 55: 10140, 60: 7338, 65: 7401, 70: 4959, 75: 3124, 80: 2038, 85: 1083, 90: 365,
}  # fmt: skip

# Households by number of people: one 25.39 %, two 29.68 % (census); three to seven estimated (估算) so that
# the mean is near the census mean of 2.62.
HOUSEHOLD_SIZES = {1: 2539, 2: 2968, 3: 2099, 4: 1317, 5: 617, 6: 340, 7: 120}

# People with disabilities by kind and degree at the end of 2010, ten thousands (中国残疾人联合会).
DISABILITY_KINDS = {"1": 1263, "2": 2054, "3": 130, "4": 2472, "5": 568, "6": 629, "7": 1386}
HEAVY_SHARE = 2518 / 8502

# How many of the people connected with the welfare system stand where (估算, see the document).
SHARES = {
    "dibao_rural": 0.085, "dibao_urban": 0.035, "tekun": 0.012, "lifted": 0.16, "disabled": 0.055,
    "orphan": 0.0012, "unattended": 0.0022, "dead": 0.018, "relieved": 0.015, "ordinary": 0.60,
}  # fmt: skip
