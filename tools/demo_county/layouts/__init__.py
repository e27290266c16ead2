"""Say how each of the sixteen departments' clerks keeps the list."""

from collections.abc import Sequence

from tools.demo_county.layout import Layout
from tools.demo_county.layouts.disability_lists import CERTIFICATE, SUBSIDY
from tools.demo_county.layouts.property_lists import COMPANY, HOUSING_FUND, REAL_ESTATE, VEHICLE
from tools.demo_county.layouts.public_lists import CREMATION, EMPLOYMENT, MEDICAL, SOCIAL_INSURANCE, STUDENT
from tools.demo_county.layouts.rosters import DIBAO, ORPHAN, POVERTY_REGISTER, RELIEF, TEKUN

LAYOUTS: Sequence[Layout] = (
    DIBAO, TEKUN, RELIEF, SUBSIDY, POVERTY_REGISTER, ORPHAN, CERTIFICATE, MEDICAL, CREMATION,
    SOCIAL_INSURANCE, VEHICLE, REAL_ESTATE, COMPANY, HOUSING_FUND, STUDENT, EMPLOYMENT,
)  # fmt: skip
