/** How an organisation stands on the page: it is the subject, it publishes the page, or it is only mentioned. */
export type Standing = 'subject' | 'publisher' | 'mentioned';
export interface FoundOrganization {
  node: JsonObject;
  standing: Standing;
}
export type JsonObject = Record<string, unknown>;

const DEEPEST = 6;
/** Graphs list breadcrumbs and images before the organisation; this many nodes are looked at. */
const MOST_NODES = 500;

/** schema.org's Organization and its subtypes; not AutomatedTeller, which is a machine of a bank. */
const ORGANIZATION_TYPES = new Set(
  `AccountingService AdultEntertainment Airline AmusementPark AnimalShelter ArchiveOrganization ArtGallery Attorney
  AutoBodyShop AutoDealer AutoPartsStore AutoRental AutoRepair AutoWash AutomotiveBusiness Bakery BankOrCreditUnion
  BarOrPub BeautySalon BedAndBreakfast BikeStore BookStore BowlingAlley Brewery CafeOrCoffeeShop Campground Casino
  ChildCare ClothingStore CollegeOrUniversity ComedyClub CommunityHealth ComputerStore Consortium ConvenienceStore
  Cooperative Corporation CovidTestingFacility DanceGroup DaySpa Dentist DepartmentStore Dermatology DiagnosticLab
  DietNutrition Distillery DryCleaningOrLaundry EducationalOrganization Electrician ElectronicsStore ElementarySchool
  Emergency EmergencyService EmploymentAgency EntertainmentBusiness ExerciseGym FastFoodRestaurant FinancialService
  FireStation Florist FoodEstablishment FundingAgency FundingScheme FurnitureStore GardenStore GasStation
  GeneralContractor Geriatric GolfCourse GovernmentOffice GovernmentOrganization GroceryStore Gynecologic HVACBusiness
  HairSalon HardwareStore HealthAndBeautyBusiness HealthClub HighSchool HobbyShop HomeAndConstructionBusiness
  HomeGoodsStore Hospital Hostel Hotel HousePainter IceCreamShop IndividualPhysician InsuranceAgency InternetCafe
  JewelryStore LegalService Library LibrarySystem LiquorStore LocalBusiness Locksmith LodgingBusiness MedicalBusiness
  MedicalClinic MedicalOrganization MensClothingStore MiddleSchool Midwifery MobilePhoneStore Motel MotorcycleDealer
  MotorcycleRepair MovieRentalStore MovieTheater MovingCompany MusicGroup MusicStore NGO NailSalon
  NewsMediaOrganization NightClub Notary Nursing Obstetric OfficeEquipmentStore Oncologic OnlineBusiness
  OnlineMarketplace OnlineStore Optician Optometric Organization Otolaryngologic OutletStore PawnShop Pediatric
  PerformingGroup PetStore Pharmacy Physician PhysiciansOffice Physiotherapy PlasticSurgery Plumber Podiatric
  PoliceStation PoliticalParty PostOffice Preschool PrimaryCare ProfessionalService Project Psychiatric PublicHealth
  PublicSwimmingPool RadioStation RealEstateAgent RecyclingCenter ResearchOrganization ResearchProject Resort
  RespiratoryTherapy Restaurant RoofingContractor School SearchRescueOrganization SelfStorage ShoeStore ShoppingCenter
  SkiResort SportingGoodsStore SportsActivityLocation SportsClub SportsOrganization SportsTeam StadiumOrArena Store
  TattooParlor TelevisionStation TennisComplex TheaterGroup TireShop TouristInformationCenter ToyStore TravelAgency
  VacationRental VeterinaryCare WholesaleStore Winery WorkersUnion`.split(/\s+/),
);
const PUBLISHING = new Set(['publisher', 'provider', 'creator', 'copyrightHolder', 'sourceOrganization']);
const MENTIONING = new Set(['author', 'brand', 'worksFor', 'parentOrganization', 'manufacturer', 'seller', 'about']);

/** Finds the organisations in the JSON-LD texts of a page, however they are nested, in the order they are written. */
export function findOrganizations(texts: string[]): FoundOrganization[] {
  const found: FoundOrganization[] = [];
  let nodes = 0;
  const walk = (value: unknown, standing: Standing, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > DEEPEST || (nodes += 1) > MOST_NODES) return;
    if (Array.isArray(value)) return value.forEach((item) => walk(item, standing, depth));
    const node = value as JsonObject;
    if (isOrganization(node['@type'])) found.push({ node, standing });
    for (const [key, child] of Object.entries(node)) {
      if (key === '@graph' || key === 'mainEntity' || key === 'mainEntityOfPage') walk(child, standing, depth + 1);
      else if (PUBLISHING.has(key)) walk(child, standing === 'mentioned' ? 'mentioned' : 'publisher', depth + 1);
      else if (MENTIONING.has(key)) walk(child, 'mentioned', depth + 1);
    }
  };
  for (const text of texts) walk(parse(text), 'subject', 0);
  return found;
}

/** Whether a `@type` (`Corporation`, `schema:Corporation`, an address, or a list of them) is an organisation. */
export function isOrganization(type: unknown): boolean {
  if (Array.isArray(type)) return type.some(isOrganization);
  return typeof type === 'string' && ORGANIZATION_TYPES.has(type.split(/[/:#]/).pop() ?? '');
}

/** Templates leave comments around the JSON and semicolons or commas behind it. What cannot be read is passed over. */
function parse(text: string): unknown {
  const bare = text
    .trim()
    .replace(/^(?:<!--|\/\*\s*<!\[CDATA\[\s*\*\/|\/\/\s*<!\[CDATA\[|<!\[CDATA\[)\s*/, '')
    .replace(/\s*(?:-->|\/\*\s*\]\]>\s*\*\/|\/\/\s*\]\]>|\]\]>)$/, '')
    .replace(/[;,\s]+$/, '');
  try {
    return JSON.parse(bare);
  } catch {
    return undefined;
  }
}
